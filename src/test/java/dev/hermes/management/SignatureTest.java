package dev.hermes.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.digest.Sha256;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds signatures to AWS's Signature Version 4 Test Suite. */
class SignatureTest {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String TIME = "20150830T123600Z";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '\0',
            value = {
                "get-vanilla GET / 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "get-vanilla-empty-query-key GET /?Param1=value1 a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
                "get-vanilla-query-order-key-case GET /?Param2=value2&Param1=value1 b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
                "get-vanilla-query-order-value GET /?Param1=value2&Param1=value1 5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694",
                "get-vanilla-utf8-query GET /?ሴ=bar 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
                "get-utf8 GET /ሴ 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
                "get-utf8-encoded GET /%E1%88%B4 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
                "get-unreserved GET /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
                "get-space-normalized GET /example%20space/ 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
                "post-vanilla POST / 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
                "post-vanilla-query POST /?Param1=value1 28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"
            })
    void isThatOfThePublishedRequest(String name, String method, String uri, String signature) {
        String[] pathAndQuery = uri.split("\\?");
        RequestHead head =
                head(method, pathAndQuery[0], pathAndQuery.length == 2 ? pathAndQuery[1] : null, new String[0][]);

        assertThat(sign(head, "", "host", "x-amz-date")).contains(signature);
    }

    @Test
    void trimsTheValuesOfHeaders() {
        RequestHead head =
                head("GET", "/", null, new String[][] {{"my-header1", " value1"}, {"my-header2", " \"a   b   c\""}});

        assertThat(sign(head, "", "host", "my-header1", "my-header2", "x-amz-date"))
                .contains("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    @Test
    void joinsTheValuesOfAHeaderInTheirOrder() {
        RequestHead head = head("GET", "/", null, new String[][] {
            {"my-header1", "value4"}, {"my-header1", "value1"}, {"my-header1", "value3"}, {"my-header1", "value2"}
        });

        assertThat(sign(head, "", "host", "my-header1", "x-amz-date"))
                .contains("08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01");
    }

    @Test
    void includesTheBody() {
        RequestHead head =
                head("POST", "/", null, new String[][] {{"content-type", "application/x-www-form-urlencoded"}});

        assertThat(sign(head, "Param1=value1", "content-type", "host", "x-amz-date"))
                .contains("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/@connections/x=, /dev/@connections/x=",
        "/dev/@connections/x=, /dev/%40connections/x%3D",
        "/dev/%40connections/x%3d, /dev/%2540connections/x%253d",
        "/dev/%40connections/x%3d, /dev/%40connections/x%3d",
        "/dev/%40connections/x%3d, /dev/%40connections/x%3D",
        "/dev/%40rooms/a%2Fb, /dev/%40rooms/a%2Fb"
    })
    void isThatOfThePathAsSentEncodedOnceOrEncodedTwice(String sent, String signed) {
        assertThat(sign(get(sent), "", "host")).contains(signatureOf(signed));
    }

    @Test
    void isNotThatOfAPathWithOtherSegments() {
        assertThat(sign(get("/dev/%40rooms/a%2Fb"), "", "host")).doesNotContain(signatureOf("/dev/%40rooms/a/b"));
        assertThat(sign(get("/dev/%40rooms/a/b"), "", "host")).doesNotContain(signatureOf("/dev/%40rooms/a%2Fb"));
    }

    /** By the letter of the specification, for a path that is canonical. */
    private static String signatureOf(String canonicalPath) {
        String request =
                String.join("\n", "GET", canonicalPath, "", "host:example.amazonaws.com", "", "host", Sha256.hex(""));
        String scope = "20150830/us-east-1/service/aws4_request";
        byte[] key = ("AWS4" + SECRET).getBytes(UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of()
                .formatHex(hmac(key, String.join("\n", "AWS4-HMAC-SHA256", TIME, scope, Sha256.hex(request))));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RequestHead get(String path) {
        return head("GET", path, null, new String[0][]);
    }

    private static Set<String> sign(RequestHead head, String body, String... signedHeaders) {
        Credential credential =
                new Credential("AKIDEXAMPLE", "20150830", "us-east-1", "service", List.of(signedHeaders), "");
        String hash = Sha256.hex(body);
        return Signature.of(head, credential, TIME, hash, SECRET);
    }

    private static RequestHead head(String method, String path, String query, String[][] more) {
        return new RequestHead(method, path, query, name -> switch (name) {
            case "host" -> List.of("example.amazonaws.com");
            case "x-amz-date" -> List.of(TIME);
            default ->
                Arrays.stream(more)
                        .filter(header -> header[0].equals(name))
                        .map(header -> header[1])
                        .toList();
        });
    }
}
