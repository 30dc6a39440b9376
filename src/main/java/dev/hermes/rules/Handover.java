package dev.hermes.rules;

import java.util.Arrays;
import java.util.Optional;

/**
 * The names under which the edge, and the steps that Hermes brings, call the rules. Every set of rules has a route that
 * consumes each as {@code direct}.
 */
public enum Handover {
    NOTIFICATION("notification", "A notification that was read from the queue, in the variable notification", false),
    MESSAGE("message", "A frame that a client sent, in the body; who sent it, in the variable connection", false),
    CONNECT("connect", "A client that asks to be let in; its token in the header Authorization", true),
    DISCONNECT("disconnect", "A connection that has closed, in the variable connection", false),
    API_GATEWAY_MESSAGE(
            "api-gateway-message", "A frame that came through API Gateway, which names the connection alone", true),
    ROOM_MEMBERS("room-members", "A room whose connections are asked for, in the body", true);

    private final String id;
    private final String meaning;
    private final boolean answered;

    Handover(String id, String meaning, boolean answered) {
        this.id = id;
        this.meaning = meaning;
        this.answered = answered;
    }

    /** The name in {@code direct}. */
    public String id() {
        return id;
    }

    /** What is handed over. */
    public String meaning() {
        return meaning;
    }

    /**
     * Whether body, headers and variables come back as the rules leave them. Where they do not, nothing but a failure
     * does, and no rule can change by what the edge acknowledges a message.
     */
    public boolean answered() {
        return answered;
    }

    static Optional<Handover> named(String name) {
        return Arrays.stream(values()).filter(one -> one.id.equals(name)).findFirst();
    }
}
