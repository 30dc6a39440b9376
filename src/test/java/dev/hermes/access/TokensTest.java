package dev.hermes.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hermes.connection.Attributes;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.MacAlgorithm;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private static final Instant NOW = Instant.parse("2026-01-08T12:00:00Z");
    private static final SecretKey KEY = JwtSecret.key("the secret of this test, ".repeat(4));
    private static final Map<String, Object> ADA = Map.of("user_id", "ada", "room_id", "lobby", "token", "1nn3r");

    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final Claims ADAS_CLAIMS = new Claims("ada", "lobby", "1nn3r", expiry(), Attributes.NONE);

    private final Tokens tokens = new Tokens(KEY, Clock.fixed(NOW, UTC));

    @Test
    void readsWhatItMinted() {
        String token = tokens.mint("ada", "lobby", "1nn3r", Duration.ofMinutes(1));

        assertThat(tokens.read(token)).isEqualTo(ADAS_CLAIMS);
    }

    @Test
    void readsWhatAnotherMinterSigned() {
        assertThat(tokens.read(current(ADA).signWith(KEY, Jwts.SIG.HS512).compact()))
                .isEqualTo(ADAS_CLAIMS);
    }

    @Test
    void readsTheClaimsThatAreAttributes() {
        Tokens ofRoles = new Tokens(KEY, Clock.fixed(NOW, UTC), List.of("role", "level"));
        Map<String, Object> more = Map.of("role", List.of("admin", "staff"), "level", 3, "attributes", "admin");

        String token = ofRoles.mint("ada", "lobby", "1nn3r", Duration.ofMinutes(1), more);

        assertThat(ofRoles.read(token).attributes().byName())
                .isEqualTo(Map.of("role", Set.of("admin", "staff"), "level", Set.of("3")));
        assertThat(tokens.read(token)).isEqualTo(ADAS_CLAIMS);
    }

    @Test
    void mintsNoClaimThatHermesReadsForAnAttribute() {
        String token = tokens.mint("ada", "lobby", "1nn3r", Duration.ofMinutes(1), Map.of("user_id", "eve", "exp", 1));

        assertThat(tokens.read(token)).isEqualTo(ADAS_CLAIMS);
    }

    @Test
    void hashesTheInnerTokenAsEveryMinterDoes() {
        // printf adasesamelobby | sha256sum
        assertThat(Tokens.innerToken("ada", "sesame", "lobby"))
                .isEqualTo("6d6199c6587706d2945a80536a15760859e957f523013b02bca8e966460ed0c9");
    }

    @ParameterizedTest
    @CsvSource({
        "42, 42",
        "0, 0",
        "-0, 0",
        "-7, -7",
        "12345678901234567890, 12345678901234567890",
        "1.5, 1.5",
        "2.50, 2.5",
        "42.0, 42",
        "1e+15, 1000000000000000",
        "10000000.0, 10000000",
        "1e21, 1e+21"
    })
    void readsNumbersAsStrings(String number, String text) {
        String token = signed(
                "{\"user_id\":%s,\"room_id\":%s,\"token\":\"t\",\"exp\":%d}".formatted(number, number, expiry()));

        assertThat(tokens.read(token)).isEqualTo(new Claims(text, text, "t", expiry(), Attributes.NONE));
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
        assertRefused(signed(claims(claim, value)));
    }

    @Test
    void readsAnIntegerOfAThousandDigits() {
        String digits = "9".repeat(1_000);

        assertThat(tokens.read(signed(claims("room_id", digits))).roomId()).isEqualTo(digits);
    }

    @Test
    void refusesAClaimThatStandsTwice() {
        assertRefused(signed(claims("x", "1,\"user_id\":\"eve\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "jti", "iss", "aud", "iat", "amr", "cnf"})
    void takesNoNoticeOfAClaimThatNobodyReads(String claim) {
        for (String value : List.of("42.5", "null", "true", "\"yesterday\"", "[1,{}]", "{\"a\":[]}", "\"\"")) {
            assertThat(tokens.read(signed(claims(claim, value)))).isEqualTo(ADAS_CLAIMS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kid", "typ", "cty", "jku", "x5t", "x5c", "jwk", "b64"})
    void takesNoNoticeOfAHeaderThatNobodyReads(String parameter) {
        for (String value : List.of("42", "null", "true", "\"JWT\"", "[1]", "{}")) {
            String header = "{\"alg\":\"HS512\",\"" + parameter + "\":" + value + "}";

            assertThat(tokens.read(signed(header, claims("x", "1")))).isEqualTo(ADAS_CLAIMS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"exp\"]", "[\"b64\"]", "[\"x\"]", "null", "\"exp\"", "7", "{}"})
    void refusesCriticalExtensions(String extensions) {
        assertRefused(signed("{\"alg\":\"HS512\",\"x\":1,\"crit\":" + extensions + "}", claims("x", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"none\"", "\"hs512\"", "\"HS512 \"", "512", "null", "[\"HS512\"]"})
    void refusesAnotherNameOfTheAlgorithm(String algorithm) {
        assertRefused(signed("{\"alg\":" + algorithm + "}", claims("x", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1767873601", "1767873600.5", "1.767873601e9", "1767873600001", "9223372036854775"})
    void takesAnyNumberOfSecondsInTheFuture(String exp) {
        assertThat(tokens.read(signed(claims("exp", exp))).expiresAt()).isEqualTo(new BigDecimal(exp).longValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "\"soon\"",
                "\"1767873700\"",
                "\"2027-01-08T12:00:00Z\"",
                "[1767873700]",
                "{}",
                "1767873600",
                "1767873599.999",
                "0",
                "-0",
                "-1",
                "-1767873700",
                "0.5",
                "1e-400",
                "9223372036854776",
                "9223372036854775807",
                "9223372036854775808",
                "99999999999999999999999999",
                "1e300",
                "1e400",
                "-1e400"
            })
    void refusesAnExpiryThatIsNoSecondInTheFuture(String exp) {
        assertRefused(signed(claims("exp", exp)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nbf", "iat"})
    void allowsForAMintersClockThatIsFiveSecondsAhead(String claim) {
        assertThat(tokens.read(signed(claims(claim, "1767873605")))).isEqualTo(ADAS_CLAIMS);
        assertRefused(signed(claims(claim, "1767873605.001")));
        assertRefused(signed(claims(claim, "1e400")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"now\"", "true", "[]", "{}"})
    void refusesAStartThatIsNoNumber(String nbf) {
        assertRefused(signed(claims("nbf", nbf)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " %s",
                "%s ",
                "\t%s",
                "%s\n",
                "\u00a0%s",
                "x%s",
                "%sx",
                "%s=",
                "%s.",
                ".%s",
                "Bearer %s",
                "\"%s\""
            })
    void refusesTextAroundAToken(String around) {
        assertRefused(around.formatted(signed(claims("x", "1"))));
    }

    @Test
    void refusesAnotherTextForTheSameBytes() {
        String token = signed(claims("x", "1"));
        int last = BASE64.indexOf(token.charAt(token.length() - 1));
        // The last of 86 characters for 64 bytes has four bits that say nothing.
        for (int unused = 1; unused < 16; unused++) {
            assertRefused(token.substring(0, token.length() - 1) + BASE64.charAt(last ^ unused));
        }
    }

    @Test
    void refusesTheOtherBase64() {
        String payload = claims("x", "\"" + "?>~".repeat(9) + "\"");
        String token = signed(payload);

        assertThat(tokens.read(token)).isEqualTo(ADAS_CLAIMS);
        assertRefused(token.replace('-', '+').replace('_', '/'));
    }

    @Test
    void showsNothingOfTheInnerTokenWhenClaimsAreWrittenToALog() {
        assertThat(ADAS_CLAIMS).asString().contains("ada", "lobby").doesNotContain("1nn3r");
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

    private static String signed(String header, String payload) {
        String content = base64(header) + "." + base64(payload);
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(KEY);
            byte[] signature = mac.doFinal(content.getBytes(UTF_8));
            return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ada's claims with another value for one of them, or one more. */
    private static String claims(String name, String value) {
        Map<String, String> claims = new LinkedHashMap<>(Map.of(
                "user_id", "\"ada\"", "room_id", "\"lobby\"", "token", "\"1nn3r\"", "exp", Long.toString(expiry())));
        claims.put(name, value);
        return claims.entrySet().stream()
                .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
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
