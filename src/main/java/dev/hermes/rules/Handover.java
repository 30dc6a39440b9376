package dev.hermes.rules;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the edge, and the steps that Hermes brings, hand to the rules. Every set of rules has a route that consumes each as
 * {@code direct}; docs/rules.md says what comes and what goes back.
 */
public enum Handover {
    NOTIFICATION("notification", false),
    MESSAGE("message", false),
    CONNECT("connect", true),
    AUTHENTICATE("authenticate", true),
    DISCONNECT("disconnect", false),
    API_GATEWAY_MESSAGE("api-gateway-message", true),
    ROOM_HOLDERS("room-holders", true),
    ROOM_CONNECTIONS("room-connections", true),
    POST_TO_CONNECTION("post-to-connection", false);

    private final String id;
    private final boolean answered;

    Handover(String id, boolean answered) {
        this.id = id;
        this.answered = answered;
    }

    /** The name in {@code direct}. */
    public String id() {
        return id;
    }

    /**
     * Whether body, headers and variables come back as the rules leave them. Where they do not, nothing but a failure
     * does, and no rule can change by what the edge acknowledges a message.
     */
    public boolean answered() {
        return answered;
    }

    /**
     * Whether headers cross: where they do not come back, they do not go either. So nothing that a queue or a client adds
     * is obeyed by a component, or sent on by one.
     */
    boolean carriesHeaders() {
        return answered;
    }

    static Optional<Handover> named(String name) {
        return Arrays.stream(values()).filter(one -> one.id.equals(name)).findFirst();
    }
}
