package dev.hermes.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.digest.Sha256;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How the table that Hermes keeps for itself is laid out: the only class that knows its keys.
 *
 * <p>The partition {@code nodes} has a row for each running process, {@code members/ROOM} one for each holder of
 * connections in a room, {@code messages/ROOM} the room's numbered messages. {@link #EXPIRES_AT} is for DynamoDB's TTL
 * alone and decides nothing.
 *
 * @param prefix of every partition: stages that share the table are strangers to each other
 */
public record RoomsTable(String name, String prefix) {

    public static final String PART = "part";
    public static final String ITEM = "item";
    public static final String ENDPOINT = "endpoint";
    /** Rises with each renewal of a process' lease. */
    public static final String BEAT = "beat";

    public static final String LEASE_SECONDS = "lease_seconds";
    /** When a row of an API Gateway ends, in seconds since 1970. */
    public static final String UNTIL = "until";
    /** Seconds since 1970, a day or more ahead. */
    public static final String EXPIRES_AT = "expires_at";

    /** Begins the items of rows, beside those of the nodes, that tell all of them something. */
    public static final String NOTICE = "notice/";

    public static final String NODE = "node/";
    public static final String GATEWAY = "gateway/";
    /** Begins the items of rows for connections at an API Gateway that get numbers. */
    public static final String NUMBERED = "numbered/";

    public static final String USER = "user_id";
    /** Seconds since 1970. */
    public static final String WRITTEN_AT = "written_at";

    /** Until when a room's messages are numbered, in ms since 1970. */
    public static final String COUNTED_UNTIL = "counted_until";

    /** JavaScript counts exactly up to here. */
    public static final long HIGHEST_NUMBER = (1L << 53) - 1;

    private static final String COUNTED = "counted";
    private static final String START = "start";
    private static final String NODES = "nodes";
    private static final String MEMBERS = "members/";
    /** Of its own, so that no room can be given the name of another's digest. */
    private static final String HASHED_MEMBERS = "members-sha256/";

    private static final String MESSAGES = "messages/";
    private static final String HASHED_MESSAGES = "messages-sha256/";

    /** A longer name is replaced by its digest: keys of DynamoDB hold 2048 bytes, and every row repeats its key. */
    private static final int LONGEST_NAME = 500;

    private static final int DIGITS = 16;

    private static final String USUAL_CONNECTIONS = "hermesConnections";

    /**
     * @param connections the table of connections of the stage; a stage under another name than the usual one has
     *     partitions of its own
     */
    public static RoomsTable of(String name, String connections) {
        return new RoomsTable(name, connections.equals(USUAL_CONNECTIONS) ? "" : "of/" + connections + "/");
    }

    /** The partition of the nodes, and of what tells all of them something. */
    public String nodes() {
        return prefix + NODES;
    }

    /** The partition of the holders of a room's connections. */
    public String membersOf(String room) {
        return isShort(room) ? prefix + MEMBERS + room : prefix + HASHED_MEMBERS + Sha256.hex(room);
    }

    /** The partition of a room's numbered messages. */
    public String messagesOf(String room) {
        return isShort(room) ? prefix + MESSAGES + room : prefix + HASHED_MESSAGES + Sha256.hex(room);
    }

    private static boolean isShort(String room) {
        return room.getBytes(UTF_8).length <= LONGEST_NAME;
    }

    /** The key of the row of messages that begins with a number. */
    public Map<String, AttributeValue> messageKey(String room, long number) {
        return key(messagesOf(room), padded(number));
    }

    /** The key of the row that tells with which number a room's count began. It stands behind all numbers. */
    public Map<String, AttributeValue> startKey(String room) {
        return key(messagesOf(room), START);
    }

    /** The key of the row that tells until when a room is counted, beside the holders of its connections. */
    public Map<String, AttributeValue> countedKey(String room) {
        return key(membersOf(room), COUNTED);
    }

    public static boolean isCountedMark(String item) {
        return item.equals(COUNTED);
    }

    /** The key of a row that all nodes read together with the rows of nodes. */
    public Map<String, AttributeValue> noticeKey(String id) {
        return key(nodes(), NOTICE + id);
    }

    /** The key of the row that tells that a process has members in the room, for one stay of it there. */
    public Map<String, AttributeValue> stayKey(String room, String nodeId, long stay) {
        return key(membersOf(room), NODE + nodeId + "/" + padded(stay));
    }

    /** The key of the row that tells that a connection of the room, at an API Gateway, gets numbers. */
    public Map<String, AttributeValue> numberedKey(String room, String connectionId) {
        return key(membersOf(room), NUMBERED + connectionId);
    }

    public static Map<String, AttributeValue> key(String part, String item) {
        return Map.of(PART, AttributeValue.fromS(part), ITEM, AttributeValue.fromS(item));
    }

    /** Zero-padded, so that the order of keys is the order of numbers. */
    public static String padded(long number) {
        String digits = Long.toString(number);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** The number that {@link #padded} wrote. */
    public static long number(String padded) {
        return Long.parseLong(padded);
    }
}
