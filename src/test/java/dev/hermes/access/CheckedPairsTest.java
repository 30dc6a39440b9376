package dev.hermes.access;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

class CheckedPairsTest {

    private static final String INNER_TOKEN = "1nn3r";
    private static final String HASH = BCrypt.hashpw(INNER_TOKEN, BCrypt.gensalt(4));

    private final AtomicInteger checks = new AtomicInteger();
    private final ExecutorService bcrypt = new ThreadPoolExecutor(2, 2, 0, SECONDS, new LinkedBlockingQueue<>()) {
        @Override
        public void execute(Runnable check) {
            checks.incrementAndGet();
            super.execute(check);
        }
    };
    private final CheckedPairs pairs = new CheckedPairs(bcrypt, Duration.ofMinutes(10), 1_000);

    @AfterEach
    void stop() {
        bcrypt.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void matchTheHashesOfEveryWriter(String prefix) {
        assertThat(pairs.match(INNER_TOKEN, prefix + HASH.substring(4)).join()).isTrue();
    }

    @Test
    void matchAHashThatLibcryptMade() {
        String hash = "$2b$04$abcdefghijklmnopqrstuul5dkahLtygotwaAGXE4ZjrhF1i2nGD2";

        assertThat(pairs.match(INNER_TOKEN, hash).join()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void doNotMatchAnotherToken(String prefix) {
        assertThat(pairs.match("another", prefix + HASH.substring(4)).join()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "$", "$2a$", "$2b$", "$2a$04$", "$2a$04$tooshort", "$1$abc", "$2x$04$abc", "1nn3r"})
    void failWhereThereIsNoHashOfBCrypt(String hash) {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> pairs.match(INNER_TOKEN, hash).join())
                .withCauseInstanceOf(RuntimeException.class);
    }

    @Test
    void runBCryptOnceForAllThatAskAtTheSameMoment() {
        List<CompletableFuture<Boolean>> answers = IntStream.range(0, 100)
                .mapToObj(i -> pairs.match(INNER_TOKEN, HASH))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isTrue());
        assertThat(checks).hasValue(1);
    }

    @Test
    void rememberWhatWasCheckedBefore() {
        pairs.match(INNER_TOKEN, HASH).join();

        pairs.match(INNER_TOKEN, HASH).join();

        assertThat(checks).hasValue(1);
    }

    @Test
    void areCheckedAnewWhenTheRowHasChanged() {
        pairs.match(INNER_TOKEN, HASH).join();

        boolean matches = pairs.match(INNER_TOKEN, BCrypt.hashpw("another", BCrypt.gensalt(4)))
                .join();

        assertThat(matches).isFalse();
        assertThat(checks).hasValue(2);
    }

    @Test
    void areCheckedAnewAfterAFailure() {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> pairs.match(INNER_TOKEN, "x").join());

        // The cache forgets a failure only after it has told of it.
        await().untilAsserted(() -> {
            assertThat(pairs.match(INNER_TOKEN, "x")).failsWithin(10, SECONDS);
            assertThat(checks).hasValueGreaterThan(1);
        });
    }
}
