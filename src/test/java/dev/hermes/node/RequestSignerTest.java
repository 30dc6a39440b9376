package dev.hermes.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RequestSignerTest {

    private static final URI NODE = URI.create("http://10.0.0.2:8080/dev/@connections");
    private static final String BODY = "{\"data\":\"é\"}";

    private final RequestSigner signer = new RequestSigner("AKID", "s3cret", "eu-west-1");

    @Test
    void saysWhoAsksAndForWhat() {
        Map<String, String> headers = sign(BODY);

        assertThat(headers.get("x-amz-date")).matches("\\d{8}T\\d{6}Z");
        assertThat(headers.get("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/"
                        + headers.get("x-amz-date").substring(0, 8)
                        + "/eu-west-1/execute-api/aws4_request, SignedHeaders=")
                .doesNotContain("s3cret");
    }

    @Test
    void signsTheBodyAndWhereItGoes() throws Exception {
        Map<String, String> headers = sign(BODY);

        assertThat(headers).containsEntry("host", "10.0.0.2:8080").containsEntry("x-amz-content-sha256", sha256(BODY));
        assertThat(part("SignedHeaders", headers).split(";")).contains("host", "x-amz-content-sha256", "x-amz-date");
    }

    /** Computed anew, as the specification of Signature Version 4 has it. */
    @Test
    void signsAsTheSpecificationSays() throws Exception {
        Map<String, String> headers = sign(BODY);

        StringBuilder canonical = new StringBuilder("POST\n/dev/%40connections\n\n");
        for (String name : part("SignedHeaders", headers).split(";")) {
            canonical.append(name).append(':').append(headers.get(name)).append('\n');
        }
        canonical
                .append('\n')
                .append(part("SignedHeaders", headers))
                .append('\n')
                .append(sha256(BODY));
        String time = headers.get("x-amz-date");
        String scope = time.substring(0, 8) + "/eu-west-1/execute-api/aws4_request";
        byte[] key = "AWS4s3cret".getBytes(UTF_8);
        for (String step : scope.split("/")) {
            key = hmac(key, step);
        }
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(canonical.toString());
        assertThat(part("Signature", headers)).isEqualTo(HexFormat.of().formatHex(hmac(key, toSign)));
    }

    @Test
    void isThereWhereNoKeysAreSet() {
        assertThatCode(() -> new RequestSigner("", "", "eu-west-1")).doesNotThrowAnyException();
    }

    private Map<String, String> sign(String body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        signer.sign("POST", NODE, body)
                .forEach((String name, List<String> values) -> headers.put(name, String.join(",", values)));
        return headers;
    }

    private static String part(String name, Map<String, String> headers) {
        return headers.get("authorization").replaceFirst(".*" + name + "=([^,]*).*", "$1");
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
