package dev.hermes.notification;

/** The exchange variables that steps and routes hand to each other. */
public final class Variables {

    /** What is to be delivered: a {@link Notification}. */
    public static final String NOTIFICATION = "notification";

    /** The client that something came from: a {@link dev.hermes.connection.Connection}. */
    public static final String CONNECTION = "connection";

    /** The address of the API Gateway that a client comes through; not set for sockets of this node. */
    public static final String ENDPOINT = "endpoint";

    /** A reading of a room's rows that is under way: a {@link dev.hermes.audience.MemberLookUp}; null once it has ended. */
    public static final String LOOK_UP = "lookUp";

    /** Those of the room who were found, by holder: a list of {@link dev.hermes.audience.Recipients}. */
    public static final String MEMBERS = "members";

    /** Those of one holder: {@link dev.hermes.audience.Recipients}. */
    public static final String RECIPIENTS = "recipients";

    /** What is under way to other holders: a {@link dev.hermes.audience.Delivery}. */
    public static final String DELIVERY = "delivery";

    /** From where on a client wants numbers: a {@link dev.hermes.history.Since}; not set for one that wants none. */
    public static final String SINCE = "since";

    /** Why a client is not let in: a text for the log, which the client does not see. */
    public static final String REFUSAL = "refusal";

    private Variables() {}
}
