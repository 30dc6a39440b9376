package dev.hermes.access;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.hermes.connection.Connection;
import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.HeldRequests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

class AuthenticateTest {

    private static final Instant NOW = Instant.parse("2026-01-08T12:00:00Z");
    private static final String HERE = "http://10.0.0.1:8080/dev";
    private static final String HASH = BCrypt.hashpw("1nn3r", BCrypt.gensalt(4));

    private final ExecutorService bcrypt = Executors.newSingleThreadExecutor();
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final Tokens tokens =
            new Tokens(JwtSecret.key("the secret of this test, ".repeat(4)), Clock.fixed(NOW, UTC));
    private final Authenticate authenticate = new Authenticate(
            tokens,
            new TokenHashes(dynamoDb, "hermesTokens", HeldRequests.atOnce()),
            new CheckedPairs(bcrypt, 1_000, Duration.ofMinutes(10), 100, new SimpleMeterRegistry()),
            14,
            HERE);

    AuthenticateTest() {
        dynamoDb.answerGetItem(row(HASH));
    }

    @AfterEach
    void stop() {
        bcrypt.shutdownNow();
    }

    @Test
    void letsInTheHolderOfACurrentToken() {
        Exchange open = open("Bearer " + tokenFor("1nn3r"));

        authenticate(open);

        assertThat(open.getException()).isNull();
        assertThat(open.getVariable(Authenticate.CONNECTION)).isEqualTo(new Connection("c-1=", "lobby", "ada", HERE));
        assertThat(open.getMessage().getHeaders()).doesNotContainKey(Authenticate.TOKEN);
    }

    @Test
    void tellsWhenTheTokenExpires() {
        Exchange open = open("Bearer " + tokenFor("1nn3r"));

        authenticate(open);

        assertThat(open.getVariable(Authenticate.EXPIRES_AT))
                .isEqualTo(NOW.plusSeconds(60).getEpochSecond());
    }

    @Test
    void leavesTheConnectionToTheGatewayThatHoldsIt() {
        Exchange open = open("Bearer " + tokenFor("1nn3r"));
        open.setVariable(Authenticate.ENDPOINT, "https://api.example.com/dev");

        authenticate(open);

        assertThat(open.getVariable(Authenticate.CONNECTION))
                .isEqualTo(new Connection("c-1=", "lobby", "ada", "https://api.example.com/dev"));
    }

    @Test
    void asksTheTableForThePairAndItsLatestState() {
        authenticate(open("Bearer " + tokenFor("1nn3r")));

        assertThat(dynamoDb.requests())
                .singleElement()
                .isEqualTo(GetItemRequest.builder()
                        .tableName("hermesTokens")
                        .key(Map.of("user_id", AttributeValue.fromS("ada"), "room_id", AttributeValue.fromS("lobby")))
                        .consistentRead(true)
                        .build());
    }

    @Test
    void asksTheTableEachTimeSoThatADeletedRowRefusesAtOnce() {
        authenticate(open("Bearer " + tokenFor("1nn3r")));
        dynamoDb.answerGetItem(Map.of());
        Exchange second = open("Bearer " + tokenFor("1nn3r"));

        authenticate(second);

        assertRefused(second, 403, "user 'ada' in room 'lobby' has no row");
    }

    @Test
    void dropsTheTokenEvenIfItIsRefused() {
        Exchange open = open("Bearer garbage");

        authenticate(open);

        assertThat(open.getMessage().getHeaders()).doesNotContainKey(Authenticate.TOKEN);
    }

    @Test
    void refusesWhoeverShowsNoToken() {
        Exchange open = open("Bearer x");
        open.getMessage().removeHeader(Authenticate.TOKEN);

        authenticate(open);

        assertRefused(open, 401, "no token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YWRhOnNlc2FtZQ==", "garbage"})
    void refusesAnotherHeader(String header) {
        Exchange open = open(header);

        authenticate(open);

        assertRefused(open, 401, "no token");
    }

    @Test
    void refusesATokenThatIsNotAcceptedWithoutAskingTheTable() {
        Exchange open = open("Bearer " + tokens.mint("ada", "lobby", "1nn3r", Duration.ofSeconds(-1)));

        authenticate(open);

        assertRefused(open, 401, "expired");
        assertThat(dynamoDb.requests()).isEmpty();
    }

    @Test
    void refusesAnInnerTokenThatDoesNotMatch() {
        Exchange open = open("Bearer " + tokenFor("0ther"));

        authenticate(open);

        assertRefused(open, 403, "the inner token of user 'ada' in room 'lobby' does not match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1nn3r", "$2a$", "$2b$04$", "$2a$04$tooshort"})
    void refusesARowThatHoldsNoHash(String hash) {
        dynamoDb.answerGetItem(row(hash));
        Exchange open = open("Bearer " + tokenFor("1nn3r"));

        authenticate(open);

        assertRefused(open, 403, "holds no BCrypt hash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "03", "31", "32", "99"})
    void refusesARowOfACostThatBCryptDoesNotHave(String cost) {
        dynamoDb.answerGetItem(row(HASH.substring(0, 4) + cost + HASH.substring(6)));
        Exchange open = open("Bearer " + tokenFor("1nn3r"));

        authenticate(open);

        assertRefused(open, 403, "holds no BCrypt hash");
    }

    @Test
    void refusesARowOfACostOverTheCeilingWithoutBCrypt() {
        bcrypt.shutdownNow();
        dynamoDb.answerGetItem(row(HASH.substring(0, 4) + "15" + HASH.substring(6)));
        Exchange open = open("Bearer " + tokenFor("1nn3r"));

        authenticate(open);

        assertRefused(open, 403, "has BCrypt cost 15, and hermes.access.max-bcrypt-cost is 14");
    }

    @Test
    void asksNeitherTableNorBCryptForAClientThatHasLeft() {
        Exchange open = open("Bearer " + tokenFor("1nn3r"));
        open.setVariable(Authenticate.STILL_THERE, (BooleanSupplier) () -> false);

        authenticate(open);

        assertThat(open.getException()).isInstanceOf(ClientLeft.class);
        assertThat(dynamoDb.requests()).isEmpty();
    }

    @Test
    void spendsNoBCryptOnAClientThatLeavesMeanwhile() {
        AtomicInteger asked = new AtomicInteger();
        Exchange open = open("Bearer " + tokenFor("1nn3r"));
        open.setVariable(Authenticate.STILL_THERE, (BooleanSupplier) () -> asked.incrementAndGet() == 1);

        authenticate(open);

        assertThat(open.getException()).isInstanceOf(ClientLeft.class);
        assertThat(dynamoDb.requests()).hasSize(1);
    }

    @Test
    void refusesARowWithoutAHash() {
        dynamoDb.answerGetItem(Map.of("user_id", AttributeValue.fromS("ada")));
        Exchange open = open("Bearer " + tokenFor("1nn3r"));

        authenticate(open);

        assertRefused(open, 403, "no row");
    }

    @Test
    void failsWithoutDenyingAccessWhileTheTableIsAway() {
        SdkClientException away = SdkClientException.create("the table is away");
        dynamoDb.fail(away);
        Exchange open = open("Bearer " + tokenFor("1nn3r"));

        authenticate(open);

        assertThat(open.getException()).isSameAs(away);
    }

    @Test
    void failsWithoutDenyingAccessWhenBCryptHasStopped() {
        bcrypt.shutdownNow();
        Exchange open = open("Bearer " + tokenFor("1nn3r"));

        authenticate(open);

        assertThat(open.getException()).isInstanceOf(BcryptBusy.class);
    }

    private void authenticate(Exchange open) {
        authenticate.processAsync(open).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void assertRefused(Exchange open, int status, String reason) {
        assertThat(open.getVariable(Authenticate.CONNECTION)).isNull();
        assertThat(open.getException())
                .asInstanceOf(throwable(AccessDenied.class))
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("1nn3r", "0ther");
        assertThat(((AccessDenied) open.getException()).status()).isEqualTo(status);
    }

    private String tokenFor(String innerToken) {
        return tokens.mint("ada", "lobby", innerToken, Duration.ofMinutes(1));
    }

    private static Map<String, AttributeValue> row(String hash) {
        return Map.of("token", AttributeValue.fromS(hash));
    }

    private static Exchange open(String authorization) {
        Exchange open = new DefaultExchange(new DefaultCamelContext());
        open.getMessage().setHeader(Authenticate.TOKEN, authorization);
        open.getMessage().setHeader(Authenticate.CONNECTION_ID, "c-1=");
        return open;
    }
}
