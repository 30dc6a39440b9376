package dev.hermes.table;

import java.util.concurrent.Executor;

/**
 * What requests to a table run on.
 *
 * @param atATime how many requests of one kind may be under way at a time
 * @param requests runs them; for two kinds it needs twice as many threads
 * @param answers runs what waits for an answer: the rest of a route, which may take its time
 */
public record TableThreads(int atATime, Executor requests, Executor answers) {}
