package dev.hermes.dev;

import dev.hermes.AwsClients;
import dev.hermes.Settings;
import dev.hermes.access.JwtSecret;
import dev.hermes.access.TokenMint;
import dev.hermes.access.TokenTable;
import dev.hermes.access.Tokens;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mindrot.jbcrypt.BCrypt;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** What stands around Hermes, seen with the official clients: producers, the tables, token minters, browsers. */
public final class World implements AutoCloseable {

    private static final int LOWEST_COST = 4;

    private final Settings settings;
    private final SqsClient sqs;
    private final DynamoDbClient dynamoDb;
    private final TokenMint mint;
    private final List<WebSocketClient> clients = new ArrayList<>();

    public World(DevStack stack) {
        this(stack.settings());
    }

    /** As a Hermes with these settings sees it. */
    public World(Settings settings) {
        this.settings = settings;
        AwsClients aws = AwsClients.of(settings);
        this.sqs = aws.sqs();
        this.dynamoDb = aws.dynamoDb();
        Tokens tokens = new Tokens(JwtSecret.key(secret()), Clock.systemUTC());
        TokenTable table = new TokenTable(dynamoDb, settings.get("hermes.tokens.table"));
        this.mint = new TokenMint(tokens, table, settings.get("hermes.access.passcode"));
    }

    public Settings settings() {
        return settings;
    }

    public String secret() {
        return settings.get("hermes.access.jwt-secret");
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    public SqsClient sqs() {
        return sqs;
    }

    // --- clients ---

    public String token(String user, String room) {
        return token(user, room, Duration.ofMinutes(10));
    }

    /** A token with claims that are attributes of its connections. */
    public String token(String user, String room, Map<String, ?> attributes) {
        return mint.mint(user, room, Duration.ofMinutes(10), attributes);
    }

    public String token(String user, String room, Duration life) {
        return mint.mint(user, room, life);
    }

    /**
     * Tokens of users whom the tables hold a hash of this cost for. It is the hash of the first one's token, so that it costs
     * this world little: all others are refused, which costs Hermes as much as letting them in.
     */
    public List<String> strangers(int count, int cost, String room) {
        String passcode = settings.get("hermes.access.passcode");
        Tokens tokens = new Tokens(JwtSecret.key(secret()), Clock.systemUTC());
        String hash = BCrypt.hashpw(Tokens.innerToken("stranger-0", passcode, room), BCrypt.gensalt(cost));
        return IntStream.range(0, count)
                .mapToObj(n -> {
                    String user = "stranger-" + n;
                    allow(user, room, hash);
                    return tokens.mint(user, room, Tokens.innerToken(user, passcode, room), Duration.ofHours(1));
                })
                .toList();
    }

    /** A token whose check costs Hermes next to nothing, for tests in which a crowd is to be let in again and again. */
    public String cheapToken(String user, String room) {
        String inner = Tokens.innerToken(user, settings.get("hermes.access.passcode"), room);
        allow(user, room, BCrypt.hashpw(inner, BCrypt.gensalt(LOWEST_COST)));
        return new Tokens(JwtSecret.key(secret()), Clock.systemUTC()).mint(user, room, inner, Duration.ofHours(1));
    }

    private void allow(String user, String room, String hash) {
        dynamoDb.putItem(put -> put.tableName(settings.get("hermes.tokens.table"))
                .item(Map.of(
                        "user_id", AttributeValue.fromS(user),
                        "room_id", AttributeValue.fromS(room),
                        "token", AttributeValue.fromS(hash))));
    }

    public URI gateway(String pathAndQuery) {
        return URI.create("ws://127.0.0.1:" + settings.get("hermes.gateway.port") + pathAndQuery);
    }

    public URI withToken(String token) {
        return gateway("/dev?token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }

    /** A client in the room; it is closed with this world. */
    public WebSocketClient join(String user, String room) {
        return joinWith(token(user, room));
    }

    /** A client in the room whose token has such claims; it is closed with this world. */
    public WebSocketClient join(String user, String room, Map<String, ?> attributes) {
        return joinWith(token(user, room, attributes));
    }

    /** @param headers names and values, in turn */
    public WebSocketClient joinWith(String token, String... headers) {
        WebSocketClient client = WebSocketClient.open(withToken(token), headers);
        clients.add(client);
        return client;
    }

    /** A client in the room whose frames go to {@code listener}; it is closed with this world. */
    public WebSocketClient join(String user, String room, Consumer<String> listener) {
        WebSocketClient client = WebSocketClient.open(withToken(token(user, room)), listener);
        clients.add(client);
        return client;
    }

    /** A client that asks for numbered frames; it is closed with this world. */
    public WebSocketClient joinSince(String user, String room, String since) {
        WebSocketClient client = WebSocketClient.open(URI.create(withToken(token(user, room)) + "&since=" + since));
        clients.add(client);
        return client;
    }

    // --- the queue ---

    public void send(String body) {
        sqs.sendMessage(message -> message.queueUrl(queue()).messageBody(body));
    }

    public void sendBatch(List<String> bodies) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (String body : bodies) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(body)
                    .build());
        }
        sqs.sendMessageBatch(batch -> batch.queueUrl(queue()).entries(entries));
    }

    public void sendInOrder(String group, String deduplication, String body) {
        sqs.sendMessage(message -> message.queueUrl(queue())
                .messageGroupId(group)
                .messageDeduplicationId(deduplication)
                .messageBody(body));
    }

    /** Messages of the queue that somebody has received and not deleted. */
    public int inFlight() {
        return messages(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    /** Messages of the queue that are not deleted, whether somebody has received them or not. */
    public int undelivered() {
        return inFlight() + messages(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    }

    private int messages(QueueAttributeName which) {
        return Integer.parseInt(
                sqs.getQueueAttributes(get -> get.queueUrl(queue()).attributeNames(which))
                        .attributes()
                        .get(which));
    }

    public String queue() {
        return url(settings.get("hermes.notifications.queue"));
    }

    /** Takes what lies in the dead-letter queue, with all attributes. */
    public List<Message> takeDeadLetters() {
        String url = url(settings.get("hermes.notifications.dead-letter-queue"));
        List<Message> messages = sqs.receiveMessage(
                        receive -> receive.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
                .messages();
        messages.forEach(
                message -> sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle())));
        return messages;
    }

    private String url(String queue) {
        return sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
    }

    // --- the tables ---

    /** The rows of a room's connections. */
    public List<Map<String, AttributeValue>> rows(String room) {
        return allRows().filter(row -> row.get("room_id").s().equals(room)).toList();
    }

    public Stream<Map<String, AttributeValue>> allRows() {
        return dynamoDb
                .scanPaginator(scan -> scan.tableName(settings.get("hermes.connections.table")))
                .items()
                .stream();
    }

    /** A row as the Lambda system wrote it: no attribute but these. */
    public void plantRow(String connectionId, String room, String user) {
        dynamoDb.putItem(put -> put.tableName(settings.get("hermes.connections.table"))
                .item(Map.of(
                        "connection_id", AttributeValue.fromS(connectionId),
                        "room_id", AttributeValue.fromS(room),
                        "user_id", AttributeValue.fromS(user))));
    }

    @Override
    public void close() {
        clients.forEach(WebSocketClient::close);
        sqs.close();
        dynamoDb.close();
    }
}
