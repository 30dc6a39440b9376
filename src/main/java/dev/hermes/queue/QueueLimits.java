package dev.hermes.queue;

/**
 * How much is taken from the queue, and for how long.
 *
 * @param consumers receives at a time
 * @param waitSeconds of a long poll
 * @param visibilitySeconds after which a message comes again that a node took and lost; renewed while it is in hand
 * @param inHand nothing is received while so many are in hand
 */
public record QueueLimits(int consumers, int waitSeconds, int visibilitySeconds, InHandLimit inHand) {}
