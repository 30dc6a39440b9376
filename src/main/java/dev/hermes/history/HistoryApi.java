package dev.hermes.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.management.PercentEncoding;
import dev.hermes.management.Reply;
import dev.hermes.management.SignedCalls;
import dev.hermes.management.SlowCalls;
import dev.hermes.management.WronglySigned;
import dev.hermes.notification.Aim;
import dev.hermes.table.RoomsTable;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.Router;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code GET /{stage}/@rooms/{room}/history?after=N&limit=M}: the numbered messages of a room behind a number, signed like
 * calls of {@code @connections}.
 */
public final class HistoryApi implements Consumer<Router> {

    private static final String PATH = "/(?<stage>[^/]+)/(?:@|%40)rooms/(?<room>[^/]+)/history";
    private static final String TAIL = "/history";
    private static final int MOST = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SignedCalls calls;
    private final SlowCalls slow;
    private final History history;

    public HistoryApi(SignedCalls calls, SlowCalls slow, History history) {
        this.calls = calls;
        this.slow = slow;
        this.history = history;
    }

    @Override
    public void accept(Router router) {
        router.routeWithRegex(PATH)
                .handler(routing -> calls.take(routing, 0, (method, body, reply) -> {
                    if (!method.equals("GET")) {
                        throw new WronglySigned("There is no " + method + " of a history");
                    }
                    String room = room(routing.request().path());
                    long after = number(routing.request().getParam("after"), "after", 0, RoomsTable.HIGHEST_NUMBER);
                    long limit = number(routing.request().getParam("limit"), "limit", MOST, MOST);
                    slow.run(reply, () -> answer(room, after, (int) limit, reply));
                }));
    }

    private static String room(String path) {
        String whole = path.substring(0, path.length() - TAIL.length());
        return PercentEncoding.decodeStrictly(whole.substring(whole.lastIndexOf('/') + 1))
                .orElseThrow(() -> new IllegalArgumentException("The room must be percent-encoded UTF-8"));
    }

    private static long number(String text, String name, long absent, long highest) {
        if (text == null) {
            return absent;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + name + "' must be a number from 0 to " + highest, e);
        }
        throw new IllegalArgumentException("'" + name + "' must be a number from 0 to " + highest);
    }

    private void answer(String room, long after, int limit, Reply reply) {
        if (!history.isOn()) {
            reply.sendText("{\"messages\":[],\"head\":null,\"more\":false}");
            return;
        }
        Long head = history.lastNumber(room).orElse(null);
        Part part = history.list(room, after, limit);
        StringBuilder json = new StringBuilder("{\"messages\":[");
        for (Numbered numbered : part.messages()) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",").append(text(numbered));
        }
        reply.sendText(json.append("],\"head\":")
                .append(Objects.toString(head))
                .append(",\"more\":")
                .append(part.more())
                .append('}')
                .toString());
    }

    /** The text of user and data as it came, to the byte; neither for a message that was too long to be kept. */
    private static String text(Numbered numbered) {
        Message message = numbered.message();
        String frame = message.isKept() ? message.frame() : "{}";
        String inside = frame.substring(1, frame.length() - 1);
        Aim aim = message.aim();
        return "{\"seq\":" + numbered.number() + ",\"at\":" + numbered.at() + (inside.isEmpty() ? "" : "," + inside)
                + ",\"to\":" + (aim.to() == null ? "null" : array(aim.to()))
                + ",\"except\":" + array(aim.except())
                + (aim.where().isEmpty() ? "" : ",\"where\":" + JSON.valueToTree(aim.where()))
                + '}';
    }

    private static String array(Set<String> users) {
        return new JsonArray(users.stream().sorted().toList()).encode();
    }
}
