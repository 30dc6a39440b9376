package dev.hermes.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The messages that are sent: numbered, stamped with the time, and of one size as they reach the clients. */
final class Message {

    /** As a client sees it. */
    static final int BYTES = 200;

    private static final byte[] MARK = "\"t\":".getBytes(US_ASCII);
    private static final String PADDING = "x".repeat(BYTES);

    private Message() {}

    /** The value of {@code data}, sent now. */
    private static String data(int number) {
        String head = "{\"t\":" + System.nanoTime() + ",\"n\":" + number + ",\"p\":\"";
        int rest = BYTES - "{\"user_id\":\"u\",\"data\":\"}}".length() - head.length() - 1;
        return head + PADDING.substring(0, rest) + "\"}";
    }

    /** What a client gets from any of the servers. */
    static String frame(int number) {
        return "{\"user_id\":\"u\",\"data\":" + data(number) + "}";
    }

    /** What a back end puts on the queue for Hermes. */
    static String notification(String room, int number) {
        return "{\"user_id\":\"u\",\"room_id\":\"" + room + "\",\"data\":" + data(number) + "}";
    }

    /** Where the numbers of a message begin, or -1 if it is none. */
    static int find(byte[] bytes, int start, int length) {
        int last = Math.min(start + length, start + 80) - MARK.length;
        for (int at = start; at <= last; at++) {
            if (bytes[at] == MARK[0]
                    && bytes[at + 1] == MARK[1]
                    && bytes[at + 2] == MARK[2]
                    && bytes[at + 3] == MARK[3]) {
                return at + MARK.length;
            }
        }
        return -1;
    }

    static long sentAt(byte[] bytes, int at) {
        return digits(bytes, at);
    }

    static int number(byte[] bytes, int at) {
        int behind = at;
        while (bytes[behind] != ',') {
            behind++;
        }
        return (int) digits(bytes, behind + ",\"n\":".length());
    }

    private static long digits(byte[] bytes, int at) {
        long value = 0;
        for (int next = at; bytes[next] >= '0' && bytes[next] <= '9'; next++) {
            value = value * 10 + bytes[next] - '0';
        }
        return value;
    }
}
