package dev.hermes.notification;

/**
 * Something to tell everybody in one room.
 *
 * @param frame the text that every client gets, to the byte
 */
public record Notification(String roomId, String frame) {}
