package dev.hermes.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.hermes.digest.Sha256;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Puts notifications for one room on the queue, for callers that name the room apart from the body. */
public final class RoomQueue {

    /** What SQS takes, in bytes. */
    public static final int LONGEST_BODY = 1024 * 1024;

    /** A partition key of DynamoDB, in bytes. */
    public static final int LONGEST_ROOM = RoomIds.LONGEST;

    private static final String FIFO = ".fifo";
    /** What SQS takes as a message group. */
    private static final Pattern GROUP = Pattern.compile("[a-zA-Z0-9!-/:-@\\[-`{-~]{1,128}");

    private final SqsClient sqs;
    private final Supplier<String> queueUrl;
    private final Notifications notifications = new Notifications();

    public RoomQueue(SqsClient sqs, Supplier<String> queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    /**
     * Returns when SQS has the message. Blocks.
     *
     * @param body a notification without {@code room_id}
     * @throws IllegalArgumentException if it is none
     * @throws TooLong if SQS would not take it
     * @throws software.amazon.awssdk.core.exception.SdkException if the queue does not answer
     */
    public void send(String room, String body) {
        String whole = withRoom(room, body);
        if (whole.getBytes(UTF_8).length > LONGEST_BODY) {
            throw new TooLong();
        }
        String url = queueUrl.get();
        SendMessageRequest.Builder message =
                SendMessageRequest.builder().queueUrl(url).messageBody(whole);
        if (url.endsWith(FIFO)) {
            message.messageGroupId(group(room))
                    .messageDeduplicationId(UUID.randomUUID().toString());
        }
        sqs.sendMessage(message.build());
    }

    /** A body that became too long with its room. */
    public static final class TooLong extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private String withRoom(String room, String body) {
        boolean named;
        try {
            named = JsonSlices.of(body, Set.of("room_id"))
                    .orElseThrow(() -> new IllegalArgumentException("The body must be a JSON object"))
                    .get("room_id")
                    .isPresent();
        } catch (IOException e) {
            throw new IllegalArgumentException("The body must be a JSON object", e);
        }
        if (named) {
            throw new IllegalArgumentException("The body must not have a room_id: the path names the room");
        }
        String name =
                "\"room_id\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(room)) + '"';
        // Everything that the caller wrote stays as it is, to the byte.
        int inside = body.indexOf('{') + 1;
        boolean empty = body.substring(inside).trim().startsWith("}");
        String whole = body.substring(0, inside) + name + (empty ? "" : ",") + body.substring(inside);
        try {
            notifications.read(whole, "");
        } catch (UnreadableNotification e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return whole;
    }

    /** The room, or where SQS does not take its name as a group, a digest of it. */
    private static String group(String room) {
        return GROUP.matcher(room).matches() ? room : Sha256.hex(room);
    }
}
