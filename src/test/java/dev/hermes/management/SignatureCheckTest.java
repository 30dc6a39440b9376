package dev.hermes.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermes.digest.Sha256;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureCheckTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final String SECRET = "a-secret-access-key";
    private static final String BODY = hash("Hello");

    private final Map<String, String> headers =
            new HashMap<>(Map.of("host", "localhost:8080", "x-amz-date", "20260131T120000Z"));
    private final RequestHead head = new RequestHead(
            "POST",
            "/dev/%40connections/AAAAAAAAAAAAAAA%3D",
            null,
            name -> Optional.ofNullable(headers.get(name.toLowerCase())).stream()
                    .toList());
    private final SignatureCheck check =
            new SignatureCheck(KeyPair.of("the-key", SECRET), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void letsInWhoSignsRightly() {
        sign("the-key", "20260131", "execute-api", "host", "x-amz-date");

        assertThatCode(() -> check.claim(head).prove(BODY)).doesNotThrowAnyException();
    }

    @Test
    void letsInWhoSaysTheHashOfTheBodyAsWell() {
        headers.put("x-amz-content-sha256", BODY);
        sign("the-key", "20260131", "execute-api", "host", "x-amz-content-sha256", "x-amz-date");

        assertThatCode(() -> check.claim(head).prove(BODY)).doesNotThrowAnyException();
    }

    @Test
    void refusesEverybodyWithoutAKeyPair() {
        SignatureCheck none = new SignatureCheck(KeyPair.of("", ""), Clock.fixed(NOW, ZoneOffset.UTC));
        sign("the-key", "20260131", "execute-api", "host", "x-amz-date");

        assertThatThrownBy(() -> none.claim(head))
                .isInstanceOf(WronglySigned.class)
                .hasMessageContaining("No key pair");
    }

    @Test
    void wantsBothPartsOfAKeyPairOrNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyPair.of("the-key", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyPair.of("", SECRET));
        assertThat(KeyPair.of("the-key", SECRET).toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "another-key,20260131,execute-api,host;x-amz-date,another access key",
        "the-key,20260130,execute-api,host;x-amz-date,another day",
        "the-key,20260131,sqs,host;x-amz-date,another service",
        "the-key,20260131,execute-api,x-amz-date,host is not among"
    })
    void refusesWhatWasSignedForSomethingElse(
            String key, String day, String service, String signedHeaders, String reason) {
        sign(key, day, service, signedHeaders.split(";"));

        assertThatThrownBy(() -> check.claim(head))
                .isInstanceOf(WronglySigned.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20260131T115459Z", "20260131T120501Z", "20260131", "Sat, 31 Jan 2026 12:00:00 GMT"})
    void refusesAnotherTime(String time) {
        headers.put("x-amz-date", time);
        sign("the-key", "20260131", "execute-api", "host", "x-amz-date");

        assertThatThrownBy(() -> check.claim(head)).isInstanceOf(WronglySigned.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20260131T115500Z", "20260131T120500Z"})
    void takesFiveMinutesOfSkew(String time) {
        headers.put("x-amz-date", time);
        sign("the-key", "20260131", "execute-api", "host", "x-amz-date");

        assertThatCode(() -> check.claim(head).prove(BODY)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer x",
                "AWS4-HMAC-SHA256",
                "AWS4-HMAC-SHA256 ",
                "AWS4-HMAC-SHA256 Credential",
                "AWS4-HMAC-SHA256 Credential=the-key, SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 Credential=the-key/20260131/r/execute-api/aws4_request, SignedHeaders=host",
                "AWS4-HMAC-SHA256 Credential=the-key/20260131/r/execute-api/other, SignedHeaders=host, Signature=00",
                "AWS4-ECDSA-P256-SHA256 Credential=the-key/20260131/r/execute-api/aws4_request, SignedHeaders=host, Signature=0"
            })
    void refusesAnotherKindOfAuthorization(String authorization) {
        headers.put("authorization", authorization);

        assertThatThrownBy(() -> check.claim(head)).isInstanceOf(WronglySigned.class);
    }

    @Test
    void refusesACallWithoutAuthorizationOrDate() {
        assertThatThrownBy(() -> check.claim(head)).isInstanceOf(WronglySigned.class);
        sign("the-key", "20260131", "execute-api", "host");
        headers.remove("x-amz-date");
        assertThatThrownBy(() -> check.claim(head)).isInstanceOf(WronglySigned.class);
    }

    @Test
    void refusesAnotherBody() {
        sign("the-key", "20260131", "execute-api", "host", "x-amz-date");

        assertThatThrownBy(() -> check.claim(head).prove(hash("Hullo")))
                .isInstanceOf(WronglySigned.class)
                .hasMessageContaining("not of this request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNSIGNED-PAYLOAD", "", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"})
    void refusesABodyThatIsNotSigned(String claimed) {
        headers.put("x-amz-content-sha256", claimed);
        sign("the-key", "20260131", "execute-api", "host", "x-amz-content-sha256", "x-amz-date");

        assertThatThrownBy(() -> check.claim(head).prove(BODY))
                .isInstanceOf(WronglySigned.class)
                .hasMessageContaining("Sha256");
    }

    @Test
    void refusesAHeaderThatWasChanged() {
        sign("the-key", "20260131", "execute-api", "host", "x-amz-date");
        headers.put("host", "elsewhere");

        assertThatThrownBy(() -> check.claim(head).prove(BODY)).isInstanceOf(WronglySigned.class);
    }

    @Test
    void refusesTheSignatureOfAnotherPath() {
        sign("the-key", "20260131", "execute-api", "host", "x-amz-date");
        RequestHead other = new RequestHead("POST", "/dev/@connections/BBBBBBBBBBBBBBB=", null, head.headers());

        assertThatThrownBy(() -> check.claim(other).prove(BODY)).isInstanceOf(WronglySigned.class);
    }

    @Test
    void tellsNobodyTheSecret() {
        sign("the-key", "20260131", "execute-api", "host", "x-amz-date");

        assertThat(check.claim(head).toString()).doesNotContain(SECRET);
    }

    private void sign(String key, String day, String service, String... signedHeaders) {
        Credential unsigned = new Credential(key, day, "eu-west-1", service, List.of(signedHeaders), "");
        String signature = Signature.of(head, unsigned, headers.get("x-amz-date"), BODY, SECRET)
                .iterator()
                .next();
        headers.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=" + key + "/" + unsigned.scope() + ",SignedHeaders="
                        + String.join(";", signedHeaders) + ", Signature=" + signature);
    }

    private static String hash(String body) {
        return Sha256.hex(body);
    }
}
