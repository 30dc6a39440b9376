package dev.hermes.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import org.mindrot.jbcrypt.BCrypt;

/**
 * Which inner tokens match which BCrypt hashes, remembered for a while.
 *
 * <p>One BCrypt check of cost 10 takes about 70 ms of a core, so it runs on a pool of its own, once for a pair however
 * many clients show it at the same moment. Pairs are remembered by their SHA-256, never by the token. The stored hash is
 * part of the pair: a row that changes is checked anew.
 */
public final class CheckedPairs {

    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

    private final ExecutorService bcrypt;
    private final AsyncCache<ByteBuffer, Boolean> matches;

    /** @param bcrypt runs the checks; the number of its threads is the number of cores that they may take */
    public CheckedPairs(ExecutorService bcrypt, Duration remembered, long mostPairs) {
        this.bcrypt = bcrypt;
        this.matches = Caffeine.newBuilder()
                .expireAfterWrite(remembered)
                .maximumSize(mostPairs)
                .buildAsync();
    }

    /** Whether {@code hash} is one that BCrypt made. */
    static boolean isHash(String hash) {
        return HASH.matcher(hash).matches();
    }

    /** Whether {@code innerToken} is the one behind {@code hash}, which must be one of BCrypt. */
    CompletableFuture<Boolean> match(String innerToken, String hash) {
        return matches.get(
                digest(innerToken, hash),
                (pair, executor) -> CompletableFuture.supplyAsync(() -> check(innerToken, hash), bcrypt));
    }

    /** jBCrypt knows {@code $2a$} alone; {@code $2b$} and {@code $2y$} are other writers' names for the same sum. */
    private static boolean check(String innerToken, String hash) {
        boolean otherName = hash.startsWith("$2b$") || hash.startsWith("$2y$");
        return BCrypt.checkpw(innerToken, otherName ? "$2a$" + hash.substring(4) : hash);
    }

    private static ByteBuffer digest(String innerToken, String hash) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(hash.getBytes(UTF_8));
            sha256.update((byte) 0);
            return ByteBuffer.wrap(sha256.digest(innerToken.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256, which every Java has to have", e);
        }
    }
}
