package dev.hermes.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.AwsClients;
import dev.hermes.Settings;
import dev.hermes.access.JwtSecret;
import dev.hermes.access.Tokens;
import dev.hermes.command.SetupCommand;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.LocalDynamoDb;
import dev.hermes.dev.LocalSqs;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mindrot.jbcrypt.BCrypt;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** SQS and DynamoDB of this machine, with the tables and queues of Hermes, and a minter of tokens for it. */
final class LocalAws implements AutoCloseable {

    /** What a minter takes by default. */
    static final int FULL_COST = 10;
    /** BCrypt's least: tokens of many thousands of users would take hours to make otherwise. */
    static final int LEAST_COST = 4;

    /** Rooms of one, which the bare server serves as well. */
    static final Rooms MANY_ROOMS = number -> Bare.LOOPED + "-" + number;

    private static final String SECRET = "benchmark-".repeat(7);
    private static final String PASSCODE = "benchmark";
    private static final int ITEMS_PER_WRITE = 25;

    private final LocalSqs sqs;
    private final LocalDynamoDb dynamoDb;
    private final DynamoDbClient tables;
    private final SqsAsyncClient queues;
    private final Tokens tokens = new Tokens(JwtSecret.key(SECRET), Clock.systemUTC());

    LocalAws() throws Exception {
        DevStack.useDevCredentials();
        sqs = new LocalSqs(0);
        dynamoDb = new LocalDynamoDb(0);
        Settings settings = Settings.load(Path.of("none"), Map.of())
                .with("hermes.aws.sqs-endpoint", sqs.endpoint())
                .with("hermes.aws.dynamodb-endpoint", dynamoDb.endpoint());
        SetupCommand.run(settings, new PrintWriter(Writer.nullWriter()));
        tables = AwsClients.of(settings).dynamoDb();
        queues = SqsAsyncClient.builder()
                .endpointOverride(URI.create(sqs.endpoint()))
                .build();
    }

    /** For a process that is to use these services. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_REGION",
                "eu-west-1",
                "AWS_ACCESS_KEY_ID",
                "local",
                "AWS_SECRET_ACCESS_KEY",
                "local",
                "HERMES_AWS_SQS_ENDPOINT",
                sqs.endpoint(),
                "HERMES_AWS_DYNAMODB_ENDPOINT",
                dynamoDb.endpoint(),
                "HERMES_JWT_SECRET",
                SECRET,
                "HERMES_PASSCODE",
                PASSCODE);
    }

    String sqsEndpoint() {
        return sqs.endpoint();
    }

    String dynamoDbEndpoint() {
        return dynamoDb.endpoint();
    }

    SqsAsyncClient queues() {
        return queues;
    }

    /** The queue of this name, which is made if there is none. */
    String queue(String name) {
        return queues.createQueue(queue -> queue.queueName(name)).join().queueUrl();
    }

    /** The path by which a user enters a room, once the pair was {@link #allow}ed. */
    String path(String user, String room) {
        String inner = innerToken(new Guest(user, room));
        return "/dev?token=" + URLEncoder.encode(tokens.mint(user, room, inner, Duration.ofDays(1)), UTF_8);
    }

    /** The name of a room for so many. */
    static String room(int size) {
        return Bare.LOOPED + "-room-" + size;
    }

    /** Lets the user {@code u} into these rooms. */
    void allow(Collection<String> rooms) {
        allow(rooms.stream().map(room -> new Guest("u", room)).toList(), LEAST_COST);
    }

    /** Somebody who may enter a room. */
    record Guest(String user, String room) {}

    /** Lets all of them in from now on, by hashes of this cost. */
    void allow(List<Guest> guests, int cost) {
        keep(guests, guest -> BCrypt.hashpw(innerToken(guest), BCrypt.gensalt(cost)));
    }

    /**
     * Keeps one hash of this cost for all of them, which is that of the first, so that it is soon made: all others are
     * refused from now on, which costs a server as much as letting them in.
     */
    void keepOneHash(List<Guest> guests, int cost) {
        String hash = BCrypt.hashpw(innerToken(guests.get(0)), BCrypt.gensalt(cost));
        keep(guests, any -> hash);
    }

    private static String innerToken(Guest guest) {
        return Tokens.innerToken(guest.user(), PASSCODE, guest.room());
    }

    private void keep(List<Guest> guests, Function<Guest, String> hashes) {
        for (int first = 0; first < guests.size(); first += ITEMS_PER_WRITE) {
            write(guests.subList(first, Math.min(guests.size(), first + ITEMS_PER_WRITE)).stream()
                    .map(guest -> Map.of(
                            "user_id", AttributeValue.fromS(guest.user()),
                            "room_id", AttributeValue.fromS(guest.room()),
                            "token", AttributeValue.fromS(hashes.apply(guest))))
                    .map(item -> WriteRequest.builder()
                            .putRequest(put -> put.item(item))
                            .build())
                    .toList());
        }
    }

    private void write(List<WriteRequest> writes) {
        tables.batchWriteItem(batch -> batch.requestItems(Map.of("hermesTokens", writes)));
    }

    /** How many rows there are of connections that the gateway on this port holds. */
    long rows(int port) {
        AttributeValue endpoint = AttributeValue.fromS("http://127.0.0.1:" + port + "/dev");
        return tables.scanPaginator(scan -> scan.tableName("hermesConnections")).items().stream()
                .filter(row -> endpoint.equals(row.get("endpoint")))
                .count();
    }

    @Override
    public void close() {
        queues.close();
        tables.close();
        dynamoDb.close();
        sqs.close();
    }
}
