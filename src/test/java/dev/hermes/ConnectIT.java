package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.hermes.access.Tokens;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import dev.hermes.dev.World;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.MacAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Section 2 of the contract: who may connect. */
class ConnectIT {

    private final World world = new World(Stacks.shared());
    private final String room = "room-" + UUID.randomUUID();

    @AfterEach
    void leave() {
        world.close();
    }

    @Test
    void letsInTheHolderOfAValidToken() {
        world.join("ada", room);

        assertThat(world.rows(room)).singleElement().satisfies(row -> {
            assertThat(row.get("user_id").s()).isEqualTo("ada");
            assertThat(row.get("connection_id").s()).matches("[\\w-]{15}=");
        });
    }

    @Test
    void letsInTheSameTokenTwiceAndServesBoth() throws Exception {
        String token = world.token("ada", room);
        WebSocketClient first = world.joinWith(token);
        WebSocketClient second = world.joinWith(token);

        world.send("{\"room_id\":\"" + room + "\",\"data\":1}");

        assertThat(first.frame()).isEqualTo("{\"data\":1}");
        assertThat(second.frame()).isEqualTo("{\"data\":1}");
        assertThat(world.rows(room)).hasSize(2);
    }

    @Test
    void storesANumericUserAndAUnicodeRoomAsStrings() {
        String unicode = room + " 会议室 ☕";
        allow("42", unicode, "$2a$");

        world.joinWith(jwt(claims(42, unicode)));

        assertThat(world.rows(unicode)).singleElement().satisfies(row -> assertThat(row.get("user_id"))
                .isEqualTo(AttributeValue.fromS("42")));
    }

    @ParameterizedTest
    @CsvSource({"42.0, 42", "1e+15, 1000000000000000", "10000000.0, 10000000", "2.50, 2.5", "1e21, 1e+21", "-0, 0"})
    void knowsANumericUserInAnyNotation(String notation, String user) {
        allow(user, room, "$2a$");

        world.joinWith(rawJwt(claims(user, room), "user_id", notation));

        assertThat(world.rows(room)).singleElement().satisfies(row -> assertThat(row.get("user_id"))
                .isEqualTo(AttributeValue.fromS(user)));
    }

    @ParameterizedTest
    @CsvSource({"sub, 42", "jti, 7.5", "iss, true", "aud, [1]", "iat, '\"today\"'"})
    void letsInWhateverAClaimIsThatItDoesNotRead(String claim, String value) {
        allow("ada", room, "$2a$");

        world.joinWith(rawJwt(claims("ada", room), claim, value));

        assertThat(world.rows(room)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2099-01-01T00:00:00Z\"",
                "\"4070908800\"",
                "-1",
                "1e400",
                "99999999999999999999",
                "0.5",
                "null"
            })
    void refusesAnExpiryThatIsNoSecondInTheFuture(String exp) {
        allow("ada", room, "$2a$");

        assertRefused(401, world.withToken(rawJwt(claims("ada", room), "exp", exp)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%20%s", "%s%%20", "%%0A%s", "x%s", "%s=", "%%22%s%%22"})
    void refusesTextAroundAToken(String around) {
        assertRefused(401, world.gateway("/dev?token=" + around.formatted(world.token("ada", room))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "03", "31", "32", "99", "15"})
    void refusesARowOfACostThatIsNoneOrTooHigh(String cost) {
        allow("ada", room, "$2a$" + cost);

        assertRefused(403, world.withToken(jwt(claims("ada", room))));
    }

    @Test
    void acceptsAHashWithUnusedBitsSet() {
        String inner = Tokens.innerToken("ada", world.settings().get("hermes.access.passcode"), room);
        // Salt and sum are base64, of which their last characters need two and four bits.
        String hash = BCrypt.hashpw(inner, "$2a$04$abcdefghijklmnopqrstuu");
        put("ada", room, hash.substring(0, 28) + "v" + hash.substring(29));

        world.joinWith(jwt(claims("ada", room)));

        assertThat(world.rows(room)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void acceptsTheHashesOfAllMinters(String prefix) {
        allow("ada", room, prefix);

        world.joinWith(jwt(claims("ada", room)));

        assertThat(world.rows(room)).hasSize(1);
    }

    @Test
    void takesTheTokenFromTheAuthorizationHeader() {
        WebSocketClient.open(world.gateway("/dev"), "Authorization", "Bearer " + world.token("ada", room))
                .close();

        await().untilAsserted(() -> assertThat(world.rows(room)).isEmpty());
    }

    @Test
    void takesTheTokenFromTheSubprotocolsAndAgreesOnAnother() {
        String token = world.token("ada", room);

        try (WebSocketClient client =
                WebSocketClient.open(world.gateway("/dev"), "Sec-WebSocket-Protocol", "hermes.v1, " + token)) {
            assertThat(client.subprotocol()).isEqualTo("hermes.v1");
        }
        try (WebSocketClient client = WebSocketClient.open(world.gateway("/dev"), "Sec-WebSocket-Protocol", token)) {
            assertThat(client.subprotocol()).isEqualTo(token);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?token=", "?token=garbage", "?token=a.b.c", "?other=1"})
    void refusesWhoeverShowsNoToken(String query) {
        assertRefused(401, world.gateway("/dev" + query));
    }

    @Test
    void refusesTokensThatAreNotOurs() {
        allow("ada", room, "$2a$");
        Map<String, Object> claims = claims("ada", room);
        String good = jwt(claims);

        assertRefused(
                401,
                world.withToken(
                        signed(claims, world.secret() + "x", Jwts.SIG.HS512).compact()));
        assertRefused(
                401,
                world.withToken(signed(claims, world.secret(), Jwts.SIG.HS256).compact()));
        assertRefused(
                401,
                world.withToken(signed(claims, world.secret(), Jwts.SIG.HS384).compact()));
        assertRefused(
                401,
                world.withToken(Jwts.builder().claims(claims).expiration(soon()).compact()));
        assertRefused(401, world.withToken(good.substring(0, good.length() - 8) + "AAAAAAAA"));
        assertThat(world.rows(room)).isEmpty();
    }

    @Test
    void refusesTokensThatHaveExpiredOrNeverWill() {
        allow("ada", room, "$2a$");
        Date past = Date.from(Instant.now().minusSeconds(5));
        String expired = signed(claims("ada", room), world.secret(), Jwts.SIG.HS512)
                .expiration(past)
                .compact();
        String eternal = signed(claims("ada", room), world.secret(), Jwts.SIG.HS512)
                .expiration(null)
                .compact();

        assertRefused(401, world.withToken(expired));
        assertRefused(401, world.withToken(eternal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_id", "room_id", "token"})
    void refusesATokenThatLacksAClaim(String claim) {
        allow("ada", room, "$2a$");
        Map<String, Object> claims = claims("ada", room);
        claims.remove(claim);

        assertRefused(401, world.withToken(jwt(claims)));
    }

    @Test
    void refusesAnInnerTokenThatDoesNotMatch() {
        allow("ada", room, "$2a$");
        Map<String, Object> claims = claims("ada", room);
        claims.put("token", Tokens.innerToken("ada", "another passcode", room));

        assertRefused(403, world.withToken(jwt(claims)));
        assertThat(world.rows(room)).isEmpty();
    }

    @Test
    void refusesAPairThatHasNoRow() {
        assertRefused(403, world.withToken(jwt(claims("eve", room))));
    }

    @Test
    void refusesAtOnceWhoseRowWasDeleted() {
        String token = world.token("ada", room);
        world.joinWith(token);

        world.dynamoDb().deleteItem(delete -> delete.tableName("hermesTokens")
                .key(Map.of("user_id", AttributeValue.fromS("ada"), "room_id", AttributeValue.fromS(room))));

        assertRefused(403, world.withToken(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/prod", "/", "/dev/more", "/%64ev2"})
    void refusesThePathOfAnotherStage(String path) {
        assertRefused(403, world.gateway(path + "?token=" + world.token("ada", room)));
    }

    @Test
    void answersAPlainGetWithoutAnError() throws Exception {
        assertThat(status("/dev")).isEqualTo(426);
        assertThat(status("/dev?token=%zz")).isIn(400, 426);
    }

    private int status(String path) throws IOException, InterruptedException {
        URI uri = URI.create(world.gateway("").toString().replaceFirst("^ws", "http") + path.replace("%zz", "%25zz"));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static void assertRefused(int status, URI uri) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> WebSocketClient.open(uri))
                .extracting(Refused::status)
                .isEqualTo(status);
    }

    private Map<String, Object> claims(Object user, String inRoom) {
        String inner = Tokens.innerToken(user.toString(), world.settings().get("hermes.access.passcode"), inRoom);
        return new HashMap<>(Map.of("user_id", user, "room_id", inRoom, "token", inner));
    }

    private String jwt(Map<String, Object> claims) {
        return signed(claims, world.secret(), Jwts.SIG.HS512).compact();
    }

    /** With one claim as it stands, whatever kind of JSON that is. */
    private String rawJwt(Map<String, Object> claims, String name, String json) {
        Map<String, String> raw = new LinkedHashMap<>();
        claims.forEach((claim, value) -> raw.put(claim, "\"" + value + "\""));
        raw.put("exp", Long.toString(soon().toInstant().getEpochSecond()));
        raw.put(name, json);
        String payload = raw.entrySet().stream()
                .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        return Jwts.builder()
                .content(payload)
                .signWith(Keys.hmacShaKeyFor(world.secret().getBytes(StandardCharsets.UTF_8)), Jwts.SIG.HS512)
                .compact();
    }

    private static JwtBuilder signed(Map<String, Object> claims, String secret, MacAlgorithm algorithm) {
        return Jwts.builder()
                .claims(claims)
                .expiration(soon())
                .signWith(Keys.hmacShaKeyFor(secret.getBytes(StandardCharsets.UTF_8)), algorithm);
    }

    private static Date soon() {
        return Date.from(Instant.now().plusSeconds(600));
    }

    private void allow(String user, String inRoom, String prefix) {
        String inner = Tokens.innerToken(user, world.settings().get("hermes.access.passcode"), inRoom);
        put(user, inRoom, prefix + BCrypt.hashpw(inner, BCrypt.gensalt(4)).substring(prefix.length()));
    }

    private void put(String user, String inRoom, String hash) {
        world.dynamoDb().putItem(put -> put.tableName("hermesTokens")
                .item(Map.of(
                        "user_id", AttributeValue.fromS(user),
                        "room_id", AttributeValue.fromS(inRoom),
                        "token", AttributeValue.fromS(hash))));
    }
}
