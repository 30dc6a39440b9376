package dev.hermes;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.access.Authenticate;
import dev.hermes.access.CheckedPairs;
import dev.hermes.access.JwtSecret;
import dev.hermes.access.TokenHashes;
import dev.hermes.access.Tokens;
import dev.hermes.audience.Forget;
import dev.hermes.connection.Connection;
import dev.hermes.connection.LeftRows;
import dev.hermes.dev.HeldRequests;
import dev.hermes.notification.Aim;
import dev.hermes.table.TableThreads;
import dev.hermes.websocket.StopIfGone;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mindrot.jbcrypt.BCrypt;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Runs the real {@code connect}, {@code disconnect} and {@code forget} over a fake table. */
class ConnectionsRouteTest extends RoutesUnderTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-08T12:00:00Z"), UTC);
    private static final String HERE = AudienceUnderTest.HERE;
    private static final Connection ADA = new Connection("c-1=", "lobby", "ada", HERE);
    private static final SdkClientException AWAY = SdkClientException.create("the table is away");

    private final Queue<Runnable> later = new ArrayDeque<>();
    private final ExecutorService bcrypt = Executors.newSingleThreadExecutor();
    private final AudienceUnderTest rooms = new AudienceUnderTest(dynamoDb, "", id -> true, CLOCK, System::nanoTime);
    private final Tokens tokens = new Tokens(JwtSecret.key("the secret of this test, ".repeat(4)), CLOCK);

    ConnectionsRouteTest() {
        super("connections", "forget");
        dynamoDb.answerGetItem(Map.of("token", AttributeValue.fromS(BCrypt.hashpw("1nn3r", BCrypt.gensalt(4)))));
    }

    @AfterEach
    void stop() {
        bcrypt.shutdownNow();
        rooms.close();
    }

    @Test
    void remembersAConnectionThatItLetIn() {
        Exchange open = connect(tokenFor("1nn3r"));

        assertThat(open.getException()).isNull();
        assertThat(puts(TABLE)).singleElement().satisfies(put -> {
            assertThat(put.item())
                    .isEqualTo(Map.of(
                            "connection_id",
                            AttributeValue.fromS("c-1="),
                            "room_id",
                            AttributeValue.fromS("lobby"),
                            "user_id",
                            AttributeValue.fromS("ada"),
                            "endpoint",
                            AttributeValue.fromS(rooms.lease.address().text()),
                            "expires_at",
                            AttributeValue.fromN(seconds("2026-01-10T00:00:00Z"))));
        });
    }

    @Test
    void tellsOnceThatThisNodeHasMembersOfTheRoom() {
        connect(tokenFor("1nn3r"));
        connect(tokenFor("1nn3r"));

        assertThat(puts("hermesRooms")).singleElement().satisfies(put -> assertThat(put.item())
                .containsEntry("part", AttributeValue.fromS("members/lobby"))
                .containsEntry("endpoint", AttributeValue.fromS(HERE)));
    }

    @Test
    void leavesTheConnectionForTheEventsThatFollow() {
        Exchange open = connect(tokenFor("1nn3r"));

        assertThat(open.getVariable("connection")).isEqualTo(ADA);
        assertThat(open.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isNull();
    }

    @Test
    void knowsWhoeverIsInUntilTheyLeave() {
        connect(tokenFor("1nn3r"));
        assertThat(here()).containsExactly("c-1=");

        run("disconnect", exchange -> exchange.setVariable("connection", ADA));
        assertThat(here()).isEmpty();
    }

    @Test
    void answers401AndRemembersNothingWithoutAGoodToken() {
        Exchange open = connect("garbage");

        assertThat(open.getException()).isNull();
        assertThat(open.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, int.class))
                .isEqualTo(401);
        assertThat(dynamoDb.requests(PutItemRequest.class)).isEmpty();
    }

    @Test
    void answers403AndRemembersNothingWhereTheInnerTokenDoesNotMatch() {
        Exchange open = connect(tokenFor("0ther"));

        assertThat(open.getException()).isNull();
        assertThat(open.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, int.class))
                .isEqualTo(403);
        assertThat(dynamoDb.requests(PutItemRequest.class)).isEmpty();
    }

    @Test
    void answers503WhereBCryptHasNoRoom() {
        bcrypt.shutdownNow();

        Exchange open = connect(tokenFor("1nn3r"));

        assertThat(open.getException()).isNull();
        assertThat(open.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, int.class))
                .isEqualTo(503);
        assertThat(dynamoDb.requests(PutItemRequest.class)).isEmpty();
    }

    @Test
    void remembersNobodyWhoHasLeft() {
        Exchange open = run("connect", exchange -> {
            exchange.getMessage().setHeader("Authorization", "Bearer " + tokenFor("1nn3r"));
            exchange.setVariable("stillThere", (BooleanSupplier) () -> false);
        });

        assertThat(open.getException()).isNull();
        assertThat(dynamoDb.requests()).isEmpty();
    }

    @Test
    void failsRatherThanLetInSomebodyWhomItCouldNotRemember() {
        dynamoDb.failAfter(1, AWAY);

        Exchange open = connect(tokenFor("1nn3r"));

        assertThat(open.getException()).isSameAs(AWAY);
    }

    @Test
    void remembersNobodyWhoHasLeftMeanwhile() {
        BooleanSupplier left = () -> false;

        Exchange open = connect(tokenFor("1nn3r"), exchange -> exchange.setVariable("stillThere", left));

        assertThat(open.getException()).isNull();
        assertThat(open.getVariable("connection")).isNull();
        assertThat(dynamoDb.requests(PutItemRequest.class)).isEmpty();
    }

    @Test
    void saysWhoIsLetInWithoutRememberingAnybody() {
        Exchange check = authenticate(tokenFor("1nn3r"));

        assertThat(check.getException()).isNull();
        assertThat(check.getVariable("connection", Connection.class).userId()).isEqualTo("ada");
        assertThat(dynamoDb.requests(PutItemRequest.class)).isEmpty();
    }

    @Test
    void saysWhoIsNotLetIn() {
        Exchange check = authenticate(tokenFor("0ther"));

        assertThat(check.getException()).isNull();
        assertThat(check.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, int.class))
                .isEqualTo(403);
    }

    @Test
    void deletesTheRowOfAConnectionThatHasClosed() {
        Exchange close = run("disconnect", exchange -> exchange.setVariable("connection", ADA));

        assertThat(close.getException()).isNull();
        assertThat(dynamoDb.requests()).containsExactly(deleteOf("c-1="));
    }

    @Test
    void deletesTheRowOfAConnectionThatIsGone() {
        run("forget", exchange -> exchange.getMessage().setBody("c-2="));

        assertThat(dynamoDb.requests()).containsExactly(deleteOf("c-2="));
    }

    @Test
    void deletesTheRowOfAnIdThatSomebodyElseMade() {
        run("forget", exchange -> exchange.getMessage().setBody("null"));
        run("forget", exchange -> exchange.getMessage().setBody("'c-2='"));

        assertThat(dynamoDb.requests()).containsExactly(deleteOf("null"), deleteOf("'c-2='"));
    }

    @Test
    void deletesARowWhenTheTableIsBack() {
        dynamoDb.fail(AWAY);

        Exchange close = run("disconnect", exchange -> exchange.setVariable("connection", ADA));

        assertThat(close.getException()).isNull();
        assertThat(dynamoDb.requests()).containsExactly(deleteOf("c-1="));
        later.remove().run();
        assertThat(dynamoDb.requests()).containsExactly(deleteOf("c-1="), deleteOf("c-1="));
        assertThat(later).isEmpty();
    }

    private Exchange connect(String token) {
        return connect(token, exchange -> {});
    }

    private Exchange connect(String token, Consumer<Exchange> more) {
        return run("connect", exchange -> {
            exchange.getMessage().setHeader("Authorization", "Bearer " + token);
            exchange.getMessage().setHeader("CamelVertxWebsocket.connectionKey", "c-1=");
            more.accept(exchange);
        });
    }

    private Exchange authenticate(String token) {
        return run("authenticate", exchange -> exchange.getMessage().setHeader("Authorization", "Bearer " + token));
    }

    private List<String> here() {
        return rooms.local.in("lobby", Aim.EVERYBODY);
    }

    private List<PutItemRequest> puts(String table) {
        return dynamoDb.requests(PutItemRequest.class).stream()
                .filter(put -> put.tableName().equals(table))
                .toList();
    }

    private String tokenFor(String innerToken) {
        return tokens.mint("ada", "lobby", innerToken, Duration.ofMinutes(1));
    }

    private static String seconds(String instant) {
        return Long.toString(Instant.parse(instant).getEpochSecond());
    }

    private static DeleteItemRequest deleteOf(String id) {
        return DeleteItemRequest.builder()
                .tableName(TABLE)
                .key(Map.of("connection_id", AttributeValue.fromS(id)))
                .build();
    }

    @Override
    void bindBeans(CamelContext camel) {
        CheckedPairs pairs = new CheckedPairs(bcrypt, 1_000, Duration.ofMinutes(10), 100, new SimpleMeterRegistry());
        TableThreads here = HeldRequests.atOnce();
        TokenHashes hashes = new TokenHashes(dynamoDb, "hermesTokens", here);
        camel.getRegistry().bind("authenticate", new Authenticate(tokens, hashes, pairs, 14, HERE));
        camel.getRegistry().bind("stopIfGone", new StopIfGone());
        camel.getRegistry().bind("remember", rooms.remember());
        camel.getRegistry().bind("forget", new Forget(rooms.rows));
        camel.getRegistry()
                .bind(
                        "leftRows",
                        new LeftRows(rooms.rows, (after, task) -> later.add(task), new SimpleMeterRegistry()));
        camel.getRegistry().bind("audience", rooms.audience);
    }
}
