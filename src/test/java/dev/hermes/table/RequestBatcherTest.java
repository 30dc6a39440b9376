package dev.hermes.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dependency.Throttled;
import dev.hermes.dev.HeldRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

class RequestBatcherTest {

    private static final RuntimeException THROTTLED = ProvisionedThroughputExceededException.builder()
            .message("slow down")
            .build();

    private final HeldRequests requests = new HeldRequests();
    private final Shouting table = new Shouting();
    private final RequestBatcher<String, String> batcher =
            new RequestBatcher<>(table, 8, word -> word.startsWith("key") ? "key" : null, requests.threads());

    @Test
    void asksForOneThatComesAloneByItself() {
        CompletableFuture<String> answer = batcher.ask("a");
        requests.letGo();

        assertThat(answer).isCompletedWithValue("A");
        assertThat(table.alone).containsExactly("a");
        assertThat(table.together).isEmpty();
    }

    @Test
    void asksTogetherForThoseThatCameWhileItCouldNotAsk() {
        List<CompletableFuture<String>> answers = ask("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        requests.letGo();

        assertThat(table.together).containsExactly(List.of("a", "b", "c", "d", "e", "f", "g", "h"), List.of("i", "j"));
        assertThat(table.alone).isEmpty();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThat(answers.get(9)).isCompletedWithValue("J");
    }

    @Test
    void hasNoMoreRequestsUnderWayThanItMay() {
        ask("a", "b", "c", "d");

        assertThat(requests.count()).isEqualTo(1);
    }

    @Test
    void asksAgainForWhatWasLeftUndoneAfterAPauseTogether() {
        table.leaveUndone("b", "c");

        List<CompletableFuture<String>> answers = ask("a", "b", "c");
        requests.letGo();
        assertThat(answers.get(0)).isCompletedWithValue("A");
        assertThat(answers.get(1)).isNotDone();
        table.leaveUndone();
        requests.endPauses();

        assertThat(table.together).containsExactly(List.of("a", "b", "c"), List.of("b", "c"));
        assertThat(table.alone).isEmpty();
        assertThat(answers).extracting(CompletableFuture::join).containsExactly("A", "B", "C");
    }

    @Test
    void asksAThrottlingTableForFewerAtATimeAndEverLater() {
        table.failure = THROTTLED;

        ask("a", "b", "c", "d", "e", "f", "g", "h");
        requests.letGo();
        for (int i = 0; i < 6; i++) {
            requests.endPauses();
        }

        assertThat(table.asked).extracting(List::size).containsExactly(8, 4, 2, 1, 1, 1, 1);
        assertThat(requests.pauses()).hasSize(7);
        assertThat(requests.pauses().get(5)).isGreaterThan(requests.pauses().get(0));
        assertThat(requests.pauses())
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(25), Duration.ofSeconds(1)));
    }

    @Test
    void makesNoRequestBesideThePause() {
        table.failure = THROTTLED;
        ask("a");
        requests.letGo();

        ask("b", "c");

        assertThat(requests.count()).isZero();
    }

    @Test
    void isAsFastAsBeforeOnceTheTableServesAgain() {
        table.failure = THROTTLED;
        ask("a", "b");
        requests.letGo();
        table.failure = null;
        requests.endPauses();
        requests.endPauses();

        List<CompletableFuture<String>> answers = ask("c", "d", "e", "f");
        requests.letGo();

        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
    }

    @Test
    void saysThatTheTableThrottledWhenTheDeadlineIsOver() {
        table.failure = THROTTLED;
        List<CompletableFuture<String>> answers = ask("a", "b");
        requests.letGo();

        requests.passDeadlines();

        assertThat(answers).allSatisfy(answer -> assertThat(answer)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(Throttled.class));
    }

    @Test
    void failsWhatIsNotAnsweredByItsDeadline() {
        CompletableFuture<String> answer = batcher.ask("a");

        requests.passDeadlines();

        assertThat(answer).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(TimeoutException.class);
        requests.letGo();
        assertThat(table.asked).isEmpty();
    }

    @Test
    void forgetsThoseWhoHaveGone() {
        List<CompletableFuture<String>> answers = ask("a", "b", "c");

        answers.get(1).cancel(false);
        requests.letGo();

        assertThat(table.together).containsExactly(List.of("a", "c"));
    }

    @Test
    void refusesMoreThanMayWait() {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < HeldRequests.MOST_WAITING; i++) {
            answers.add(batcher.ask("a" + i));
        }

        CompletableFuture<String> oneMore = batcher.ask("one more");

        assertThat(oneMore).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(Throttled.class);
        requests.letGo();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
    }

    @Test
    void findsTheOneThatABatchIsRefusedForAndServesTheOthers() {
        table.unacceptable = "c";

        List<CompletableFuture<String>> answers = ask("a", "b", "c", "d", "e", "f", "g", "h");
        requests.letGo();

        assertThat(answers.get(2)).isCompletedExceptionally();
        answers.remove(2);
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThat(table.asked).hasSize(7);
    }

    @Test
    void makesRequestsOfOneKeyOneAfterTheOther() {
        List<CompletableFuture<String>> answers = ask("key-put", "a", "key-delete");
        requests.letGoOne();
        assertThat(table.together).containsExactly(List.of("key-put", "a"));
        requests.letGo();

        assertThat(table.alone).containsExactly("key-delete");
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
    }

    @Test
    void failsAllOfABatchThatIsNotAnswered() {
        table.failure = SdkClientException.create("the table is away");

        List<CompletableFuture<String>> answers = ask("a", "b");
        requests.letGo();

        assertThat(table.alone).isEmpty();
        assertThat(answers).allSatisfy(answer -> assertThat(answer)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .isSameAs(table.failure));
    }

    @Test
    void goesOnAfterAFailure() {
        table.failure = SdkClientException.create("the table is away");
        ask("a", "b");
        requests.letGo();
        table.failure = null;

        List<CompletableFuture<String>> answers = ask("c", "d");
        requests.letGo();

        assertThat(answers).extracting(CompletableFuture::join).containsExactly("C", "D");
    }

    private List<CompletableFuture<String>> ask(String... words) {
        return new ArrayList<>(List.of(words).stream().map(batcher::ask).toList());
    }

    private static final class Shouting implements RequestBatcher.Table<String, String> {

        private final List<String> alone = new ArrayList<>();
        private final List<List<String>> together = new ArrayList<>();
        private final List<List<String>> asked = new ArrayList<>();
        private List<String> leftUndone = List.of();
        private String unacceptable = "";
        private RuntimeException failure;

        private void leaveUndone(String... words) {
            leftUndone = List.of(words);
        }

        @Override
        public String ask(String word) {
            answer(List.of(word));
            alone.add(word);
            return word.toUpperCase(Locale.ROOT);
        }

        @Override
        public List<String> askTogether(List<String> words) {
            answer(words);
            together.add(words);
            List<String> answers = new ArrayList<>();
            words.forEach(word -> answers.add(leftUndone.contains(word) ? null : word.toUpperCase(Locale.ROOT)));
            return answers;
        }

        private void answer(List<String> words) {
            asked.add(words);
            if (failure != null) {
                throw failure;
            }
            if (words.contains(unacceptable)) {
                throw DynamoDbException.builder()
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("ValidationException")
                                .errorMessage("too long")
                                .build())
                        .build();
            }
        }
    }
}
