package dev.hermes.bench;

import dev.hermes.dev.FreePort;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The {@link BareServer}: what Hermes adds to its parts is what it takes longer than this. */
final class Bare implements Peer {

    private static final String QUEUE = "bare";

    /** Rooms whose names begin so, and no others, get what is on the queue. */
    static final String LOOPED = "looped";

    private final LocalAws aws;
    private final int port = FreePort.find();
    private final ServerProcess process;

    /** Knows who is in a room without a look-up. */
    Bare(LocalAws aws, String... options) throws Exception {
        this(aws, "", List.of(options));
    }

    private Bare(LocalAws aws, String dynamoDbEndpoint, List<String> options) throws Exception {
        this.aws = aws;
        List<String> command = new ArrayList<>(JavaCommand.with(options.toArray(String[]::new)));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BareServer.class.getName(),
                Integer.toString(port),
                aws.sqsEndpoint(),
                aws.queue(QUEUE),
                dynamoDbEndpoint));
        this.process = ServerProcess.start("bare", port, aws.environment(), command);
    }

    /** Reads for each message which nodes hold its room, as Hermes does. */
    static Bare thatLooksUp(LocalAws aws) throws Exception {
        return new Bare(aws, aws.dynamoDbEndpoint(), List.of());
    }

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    @Override
    public String path(String room, int client) {
        return "/?" + room;
    }

    @Override
    public Publisher publisher(Rooms rooms) {
        return new QueuePublisher(
                aws.queues(), aws.queue(QUEUE), number -> Message.notification(rooms.of(number), number));
    }

    @Override
    public ServerProcess process() {
        return process;
    }
}
