package dev.hermes.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.MacAlgorithm;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private static final Instant NOW = Instant.parse("2026-01-08T12:00:00Z");
    private static final SecretKey KEY = JwtSecret.key("the secret of this test, ".repeat(4));
    private static final Map<String, Object> ADA = Map.of("user_id", "ada", "room_id", "lobby", "token", "1nn3r");

    private final Tokens tokens = new Tokens(KEY, Clock.fixed(NOW, UTC));

    @Test
    void readsWhatItMinted() {
        String token = tokens.mint("ada", "lobby", "1nn3r", Duration.ofMinutes(1));

        assertThat(tokens.read(token)).isEqualTo(new Claims("ada", "lobby", "1nn3r"));
    }

    @Test
    void readsWhatAnotherMinterSigned() {
        assertThat(tokens.read(current(ADA).signWith(KEY, Jwts.SIG.HS512).compact()))
                .isEqualTo(new Claims("ada", "lobby", "1nn3r"));
    }

    @Test
    void hashesTheInnerTokenAsEveryMinterDoes() {
        // printf adasesamelobby | sha256sum
        assertThat(Tokens.innerToken("ada", "sesame", "lobby"))
                .isEqualTo("6d6199c6587706d2945a80536a15760859e957f523013b02bca8e966460ed0c9");
    }

    @ParameterizedTest
    @CsvSource({"42, 42", "0, 0", "-7, -7", "12345678901234567890, 12345678901234567890", "1.5, 1.5"})
    void readsNumbersAsStrings(String number, String text) {
        String token = signed(
                "{\"user_id\":%s,\"room_id\":%s,\"token\":\"t\",\"exp\":%d}".formatted(number, number, expiry()));

        assertThat(tokens.read(token)).isEqualTo(new Claims(text, text, "t"));
    }

    @Test
    void readsUnicode() {
        assertThat(tokens.read(current(with("room_id", "café 🙂")).signWith(KEY).compact())
                        .roomId())
                .isEqualTo("café 🙂");
    }

    @Test
    void refusesAnExpiredToken() {
        assertRefused(tokens.mint("ada", "lobby", "1nn3r", Duration.ofSeconds(-1)));
    }

    @Test
    void refusesATokenThatNeverExpires() {
        assertRefused(Jwts.builder().claims(ADA).signWith(KEY).compact());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384"})
    void refusesAWeakerAlgorithm(String algorithm) {
        assertRefused(current(ADA)
                .signWith(KEY, (MacAlgorithm) Jwts.SIG.get().forKey(algorithm))
                .compact());
    }

    @Test
    void refusesATokenThatNobodySigned() {
        assertRefused(current(ADA).compact());
    }

    @Test
    void refusesASignatureUnderAlgorithmNone() {
        String[] parts = current(ADA).signWith(KEY).compact().split("\\.");

        assertRefused(base64("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]);
    }

    @Test
    void refusesAnotherSecret() {
        assertRefused(current(ADA)
                .signWith(JwtSecret.key("another secret ".repeat(5)))
                .compact());
    }

    @Test
    void refusesATokenThatWasTamperedWith() {
        String[] parts = current(ADA).signWith(KEY).compact().split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);

        assertRefused(parts[0] + "." + base64(payload.replace("lobby", "vault")) + "." + parts[2]);
    }

    @Test
    void refusesADeflatedPayload() {
        assertRefused(current(ADA).compressWith(Jwts.ZIP.DEF).signWith(KEY).compact());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d.e", "ey.ey.ey", "{}", "null"})
    void refusesGarbage(String token) {
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> tokens.read(token))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(401));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[1]", "\"x\"", "7", "{}", "{\"exp\":\"soon\"}", "not json"})
    void refusesAPayloadThatIsNoSetOfClaims(String payload) {
        assertRefused(signed(payload));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_id", "room_id", "token"})
    void refusesAMissingClaim(String claim) {
        Map<String, Object> claims = new HashMap<>(ADA);
        claims.remove(claim);

        assertRefused(current(claims).signWith(KEY).compact());
    }

    @ParameterizedTest
    @CsvSource({
        "user_id, '\"\"'",
        "room_id, '\"\"'",
        "token, '\"\"'",
        "user_id, null",
        "room_id, null",
        "token, null",
        "user_id, true",
        "room_id, [\"lobby\"]",
        "room_id, {}",
        "token, 7",
        "token, [\"1nn3r\"]"
    })
    void refusesAClaimThatIsEmptyOrOfAnotherKind(String claim, String value) {
        String claims = "{\"user_id\":\"ada\",\"room_id\":\"lobby\",\"token\":\"1nn3r\",\"exp\":%d,\"%s\":%s}"
                .formatted(expiry(), claim, value);

        assertRefused(signed(claims));
    }

    @Test
    void showsNothingOfTheInnerTokenWhenClaimsAreWrittenToALog() {
        assertThat(new Claims("ada", "lobby", "1nn3r"))
                .asString()
                .contains("ada", "lobby")
                .doesNotContain("1nn3r");
    }

    private void assertRefused(String token) {
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> tokens.read(token))
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(401);
                    assertThat(refusal.getCause()).isNull();
                    assertThat(refusal)
                            .message()
                            .startsWith("Access denied (401): ")
                            .doesNotContain("1nn3r", token);
                    assertThat(token.split("\\."))
                            .filteredOn(part -> part.length() > 4)
                            .allSatisfy(part -> assertThat(refusal.getMessage()).doesNotContain(part));
                });
    }

    private static JwtBuilder current(Map<String, Object> claims) {
        return Jwts.builder().claims(claims).expiration(Date.from(NOW.plusSeconds(60)));
    }

    private static String signed(String payload) {
        return Jwts.builder().content(payload).signWith(KEY, Jwts.SIG.HS512).compact();
    }

    private static Map<String, Object> with(String claim, Object value) {
        Map<String, Object> claims = new HashMap<>(ADA);
        claims.put(claim, value);
        return claims;
    }

    private static long expiry() {
        return NOW.plusSeconds(60).getEpochSecond();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
