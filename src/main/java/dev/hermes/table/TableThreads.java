package dev.hermes.table;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What requests to a table run on, and how much of it those of one kind may take.
 *
 * @param atATime how many requests of one kind may be under way at a time
 * @param mostWaiting how many of one kind may wait; one more fails at once
 * @param deadline after which a request fails that has no answer yet, counted from when it came
 * @param requests runs them; for two kinds it needs twice as many threads
 * @param answers runs what waits for an answer: the rest of a route, which may take its time
 * @param later runs what must wait
 */
public record TableThreads(
        int atATime, int mostWaiting, Duration deadline, Executor requests, Executor answers, Later later) {}
