package dev.hermes.management;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An {@code Authorization} header of Signature Version 4: who signed, for what, and with what result.
 *
 * @param day of the scope, as yyyyMMdd
 * @param signedHeaders names in lower case, in the signer's order
 * @param signature in hex
 */
record Credential(
        String accessKeyId, String day, String region, String service, List<String> signedHeaders, String signature) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final String TERMINATOR = "aws4_request";

    /** @throws WronglySigned if it is not such a header */
    static Credential parse(String authorization) {
        if (!authorization.startsWith(ALGORITHM + " ")) {
            throw new WronglySigned("The Authorization header is not of " + ALGORITHM);
        }
        Map<String, String> parts = new HashMap<>();
        for (String part : authorization.substring(ALGORITHM.length()).split(",")) {
            String[] pair = part.trim().split("=", 2);
            parts.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        String[] scope = parts.getOrDefault("Credential", "").split("/", -1);
        String signedHeaders = parts.getOrDefault("SignedHeaders", "");
        String signature = parts.getOrDefault("Signature", "");
        if (scope.length != 5 || !scope[4].equals(TERMINATOR) || signedHeaders.isEmpty() || signature.isEmpty()) {
            throw new WronglySigned("The Authorization header lacks Credential, SignedHeaders or Signature");
        }
        return new Credential(scope[0], scope[1], scope[2], scope[3], List.of(signedHeaders.split(";")), signature);
    }

    String scope() {
        return day + "/" + region + "/" + service + "/" + TERMINATOR;
    }
}
