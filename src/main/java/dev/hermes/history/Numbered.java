package dev.hermes.history;

/**
 * A message with its number in its room.
 *
 * @param at when it was numbered, in ms since 1970
 */
public record Numbered(long number, long at, Message message) {}
