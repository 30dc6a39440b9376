package dev.hermes.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.digest.Sha256;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes Signature Version 4 of a request, as AWS documents it ("Create a signed AWS API request").
 *
 * <p>The SDK's own signer chooses by itself which headers it signs, so it cannot check a signature of another signer.
 */
final class Signature {

    private static final String HMAC = "HmacSHA256";

    private Signature() {}

    /**
     * The signatures, in hex, that are right for the request.
     *
     * <p>There are up to three, because signers disagree on the path. AWS specifies the path as sent, encoded once more
     * ({@code %40} becomes {@code %2540}), and its SDKs do so. Signers that do not encode twice sign each segment encoded
     * once, and curl signs the path exactly as it is sent. Segments are encoded one at a time, so that an encoded slash
     * stays part of its segment and no signature is valid for a path with other segments.
     *
     * @param time as in X-Amz-Date
     * @param bodyHash SHA-256 of the body, in hex
     */
    static Set<String> of(RequestHead head, Credential credential, String time, String bodyHash, String secret) {
        byte[] key = key(secret, credential);
        return paths(head.path()).stream()
                .map(path -> canonical(head, path, credential.signedHeaders(), bodyHash))
                .map(canonical ->
                        String.join("\n", Credential.ALGORITHM, time, credential.scope(), Sha256.hex(canonical)))
                .map(toSign -> hex(hmac(key, toSign)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> paths(String sent) {
        Set<String> paths = new LinkedHashSet<>(List.of(PercentEncoding.encodePath(sent), sent));
        paths.add(Arrays.stream(sent.split("/", -1)).map(PercentEncoding::again).collect(Collectors.joining("/")));
        return paths;
    }

    private static String canonical(RequestHead head, String path, List<String> signedHeaders, String bodyHash) {
        String headers = signedHeaders.stream()
                .map(name -> name + ":" + value(head.headers().apply(name)) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n", head.method(), path, query(head.query()), headers, String.join(";", signedHeaders), bodyHash);
    }

    private static String value(List<String> values) {
        return values.stream().map(value -> value.trim().replaceAll(" +", " ")).collect(Collectors.joining(","));
    }

    private static String query(String sent) {
        if (sent == null || sent.isEmpty()) {
            return "";
        }
        return Arrays.stream(sent.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .map(pair ->
                        PercentEncoding.again(pair[0]) + "=" + (pair.length == 2 ? PercentEncoding.again(pair[1]) : ""))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static byte[] key(String secret, Credential credential) {
        byte[] day = hmac(("AWS4" + secret).getBytes(UTF_8), credential.day());
        byte[] region = hmac(day, credential.region());
        byte[] service = hmac(region, credential.service());
        return hmac(service, Credential.TERMINATOR);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
