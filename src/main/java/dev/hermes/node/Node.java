package dev.hermes.node;

/**
 * One running process, as its row tells.
 *
 * @param id of this start of the process: a process that starts again has another
 * @param endpoint where other nodes reach it
 * @param beat rises with each renewal of its lease
 */
record Node(String id, String endpoint, int leaseSeconds, long beat) {}
