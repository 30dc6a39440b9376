package dev.hermes.bench;

import static org.awaitility.Awaitility.await;

import dev.hermes.bench.LocalAws.Guest;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.WebSocketClient;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes the class cache of a Hermes by work of all kinds: {@code Training launcher}. The cache then lies beside the launcher,
 * and serves the Java that runs this.
 *
 * <p>Classes that are used here need not be found and checked at a start; Java 25 also compiles at once what is called
 * most here.
 */
public final class Training {

    private static final List<String> CACHES = List.of("hermes.aot", "hermes.jsa");
    private static final int SMALL_ROOMS = 200;
    private static final int SMALL_ROOM_MESSAGES = 8_000;
    private static final int LARGE_ROOM = 100;
    private static final int LARGE_ROOM_MESSAGES = 1_500;
    private static final int CLIENT_MESSAGES = 300;
    private static final int HANDSHAKES_AT_A_TIME = 16;
    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LocalAws aws;
    private final int port = FreePort.find();

    private Training(LocalAws aws) {
        this.aws = aws;
    }

    public static void main(String[] args) {
        try (LocalAws aws = new LocalAws()) {
            new Training(aws).run(Path.of(args[0]).toAbsolutePath());
        } catch (Exception e) {
            System.err.println("training: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private void run(Path launcher) throws Exception {
        Path folder = Files.createTempDirectory("hermes-training");
        RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        for (String name : CACHES) {
            Files.deleteIfExists(launcher.resolveSibling(name));
        }
        try (HermesProcess hermes = HermesProcess.launch(launcher, folder, environment(), "--make-cache")) {
            try {
                await().atMost(PATIENCE)
                        .until(() -> !hermes.isRunning() || hermes.output().contains(" started in "));
                letAllIn();
                manySmallRooms();
                oneLargeRoom();
                clientsThatSendAndResume();
            } catch (RuntimeException e) {
                throw new IllegalStateException(e.getMessage() + "\n" + hermes.output(), e);
            }
            hermes.terminate();
            hermes.exitCode();
            report(launcher.getParent(), hermes);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("HERMES_GATEWAY_PORT", Integer.toString(port));
        environment.put("HERMES_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
        // A build machine may be slow, and its outages are not what is to be learned.
        environment.put("HERMES_AWS_ATTEMPT_MILLISECONDS", "30000");
        environment.put("HERMES_AWS_REQUEST_MILLISECONDS", "60000");
        environment.put("HERMES_GATEWAY_HANDSHAKE_SECONDS", "60");
        environment.put("HERMES_GATEWAY_DRAIN_DELAY_SECONDS", "0");
        environment.put("HERMES_GATEWAY_DRAIN_SECONDS", "1");
        return environment;
    }

    private void letAllIn() {
        List<Guest> guests = new ArrayList<>(List.of(new Guest("u", "large")));
        IntStream.range(0, SMALL_ROOMS).forEach(room -> guests.add(new Guest("u", "small-" + room)));
        aws.allow(guests, LocalAws.LEAST_COST);
    }

    private void manySmallRooms() throws Exception {
        try (Subscribers clients = subscribers(SMALL_ROOMS, room -> "small-" + room)) {
            Tally tally = clients.expectOneEach(0, SMALL_ROOM_MESSAGES);
            publisher(number -> "small-" + number % SMALL_ROOMS).send(0, SMALL_ROOM_MESSAGES, Publisher.BACK_TO_BACK);
            tally.await(PATIENCE);
        }
    }

    private void oneLargeRoom() throws Exception {
        try (Subscribers clients = subscribers(LARGE_ROOM, any -> "large")) {
            Tally tally = clients.expect(0, LARGE_ROOM_MESSAGES);
            publisher(any -> "large").send(0, LARGE_ROOM_MESSAGES, Publisher.BACK_TO_BACK);
            tally.await(PATIENCE);
        }
    }

    private void clientsThatSendAndResume() throws Exception {
        try (WebSocketClient sender = open("&since=now")) {
            sender.frame();
            for (int number = 0; number < CLIENT_MESSAGES; number++) {
                sender.send("{\"action\":\"sendMessage\",\"data\":" + number + "}");
                sender.frame();
            }
        }
        try (WebSocketClient returning = open("&since=-" + CLIENT_MESSAGES)) {
            for (int frame = 0; frame <= CLIENT_MESSAGES; frame++) {
                returning.frame();
            }
        }
    }

    private WebSocketClient open(String since) {
        return WebSocketClient.open(URI.create("ws://127.0.0.1:" + port + aws.path("u", "large") + since));
    }

    /** Tries again where a slow machine makes Hermes refuse some: it then takes its tables to be unavailable. */
    private Subscribers subscribers(int count, Rooms rooms) throws Exception {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return open(count, rooms);
            } catch (Wrong refused) {
                System.err.println("training: " + refused.getMessage() + ": trying again");
                Thread.sleep(PAUSE.toMillis());
            }
        }
        return open(count, rooms);
    }

    private Subscribers open(int count, Rooms rooms) throws Exception {
        Subscribers subscribers = new Subscribers(
                "hermes",
                new InetSocketAddress("127.0.0.1", port),
                null,
                count,
                client -> aws.path("u", rooms.of(client)),
                HANDSHAKES_AT_A_TIME);
        try {
            subscribers.awaitOpen(PATIENCE);
            return subscribers;
        } catch (Wrong refused) {
            subscribers.close();
            throw refused;
        }
    }

    private Publisher publisher(Rooms rooms) {
        return new QueuePublisher(
                aws.queues(),
                aws.queue("hermes-messageQueue"),
                number -> Message.notification(rooms.of(number), number));
    }

    private static void report(Path home, HermesProcess hermes) throws Exception {
        for (String name : CACHES) {
            if (Files.exists(home.resolve(name))) {
                System.out.println(home.resolve(name) + ": " + Files.size(home.resolve(name)) / 1_000_000 + " MB");
                return;
            }
        }
        throw new IllegalStateException("No cache was made:\n" + hermes.output());
    }
}
