package dev.hermes.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Lets in whoever signs with the configured key pair (Signature Version 4 in the Authorization header).
 *
 * <p>The region is the one that the caller signed for: there is one key pair wherever a node runs, so a region keeps nobody
 * out, and a producer may have been set up for any. A call can be repeated by who has overheard it, for as long as its
 * date is good: as with AWS, TLS has to see to that.
 */
final class SignatureCheck {

    private static final String SERVICE = "execute-api";
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    private final Optional<KeyPair> keys;
    private final Clock clock;

    SignatureCheck(Optional<KeyPair> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Checks all that needs no body, so that no stranger makes Hermes read one.
     *
     * @throws WronglySigned if the call cannot be signed rightly, whatever its body is
     */
    Claim claim(RequestHead head) {
        KeyPair pair = keys.orElseThrow(() -> new WronglySigned("No key pair is configured"));
        Credential credential = Credential.parse(head.header("Authorization"));
        if (!same(pair.accessKeyId(), credential.accessKeyId())) {
            throw new WronglySigned("Signed with another access key");
        }
        if (!credential.service().equals(SERVICE)) {
            throw new WronglySigned("Signed for another service than " + SERVICE);
        }
        if (!credential.signedHeaders().contains("host")) {
            throw new WronglySigned("The host is not among the signed headers");
        }
        String time = head.header("X-Amz-Date");
        checkTime(time, credential.day());
        return new Claim(head, credential, time, pair.secretAccessKey());
    }

    private void checkTime(String time, String day) {
        Instant signedAt;
        try {
            signedAt = LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new WronglySigned("X-Amz-Date is not of the form 20260131T235959Z");
        }
        if (!time.startsWith(day)) {
            throw new WronglySigned("X-Amz-Date is of another day than the credential");
        }
        Duration off = Duration.between(signedAt, clock.instant()).abs();
        if (off.compareTo(SKEW) > 0) {
            throw new WronglySigned("Signed " + off.toSeconds() + " s from now; look at the clocks");
        }
    }

    private static boolean same(String ours, String theirs) {
        return MessageDigest.isEqual(ours.getBytes(UTF_8), theirs.getBytes(UTF_8));
    }

    /** A call that is signed rightly if its body is what was signed. */
    record Claim(RequestHead head, Credential credential, String time, String secret) {

        /**
         * @param bodyHash SHA-256 of the body that came, in hex
         * @throws WronglySigned if another body, another request or another secret was signed
         */
        void prove(String bodyHash) {
            List<String> claimed = head.headers().apply("X-Amz-Content-Sha256");
            if (!claimed.stream().allMatch(hash -> same(bodyHash, hash))) {
                throw new WronglySigned("X-Amz-Content-Sha256 is not the hash of the body");
            }
            boolean proven = false;
            // No short cut, so that the time tells nothing of which came closer.
            for (String right : Signature.of(head, credential, time, bodyHash, secret)) {
                proven |= same(right, credential.signature());
            }
            if (!proven) {
                throw new WronglySigned("The signature is not of this request and this secret");
            }
        }

        @Override
        public String toString() {
            return "Claim of " + credential.accessKeyId();
        }
    }
}
