package dev.hermes.rules;

/**
 * One file of rules as it was read.
 *
 * @param name of the file in its folder
 * @param path as it is shown to people
 * @param content its bytes; nobody changes them
 */
record RuleFile(String name, String path, byte[] content) {}
