package dev.hermes.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class RequestBatcherTest {

    private final Queue<Runnable> requests = new ArrayDeque<>();
    private final Shouting table = new Shouting();
    private final RequestBatcher<String, String> batcher =
            new RequestBatcher<>(table, 3, new TableThreads(1, requests::add, Runnable::run));

    @Test
    void asksForOneThatComesAloneByItself() {
        CompletableFuture<String> answer = batcher.ask("a");
        runAll();

        assertThat(answer).isCompletedWithValue("A");
        assertThat(table.alone).containsExactly("a");
        assertThat(table.together).isEmpty();
    }

    @Test
    void asksTogetherForThoseThatCameWhileItCouldNotAsk() {
        List<CompletableFuture<String>> answers = ask("a", "b", "c", "d", "e");
        runAll();

        assertThat(table.together).containsExactly(List.of("a", "b", "c"), List.of("d", "e"));
        assertThat(table.alone).isEmpty();
        assertThat(answers).extracting(CompletableFuture::join).containsExactly("A", "B", "C", "D", "E");
    }

    @Test
    void hasNoMoreRequestsUnderWayThanItMay() {
        ask("a", "b", "c", "d");

        assertThat(requests).hasSize(1);
    }

    @Test
    void asksOneByOneForWhatWasLeftUndone() {
        table.leftUndone = "b";

        List<CompletableFuture<String>> answers = ask("a", "b", "c");
        runAll();

        assertThat(table.alone).containsExactly("b");
        assertThat(answers).extracting(CompletableFuture::join).containsExactly("A", "B", "C");
    }

    @Test
    void asksOneByOneWhereTheTableRefusesTheBatch() {
        table.refusal = DynamoDbException.builder()
                .statusCode(400)
                .message("no batches")
                .build();

        List<CompletableFuture<String>> answers = ask("a", "b");
        runAll();

        assertThat(table.alone).containsExactly("a", "b");
        assertThat(answers).extracting(CompletableFuture::join).containsExactly("A", "B");
    }

    @Test
    void failsAllOfABatchThatIsNotAnswered() {
        table.refusal = SdkClientException.create("the table is away");

        List<CompletableFuture<String>> answers = ask("a", "b");
        runAll();

        assertThat(table.alone).isEmpty();
        assertThat(answers).allSatisfy(answer -> assertThat(answer)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .isSameAs(table.refusal));
    }

    @Test
    void goesOnAfterAFailure() {
        table.refusal = SdkClientException.create("the table is away");
        ask("a", "b");
        runAll();
        table.refusal = null;

        List<CompletableFuture<String>> answers = ask("c", "d");
        runAll();

        assertThat(answers).extracting(CompletableFuture::join).containsExactly("C", "D");
    }

    private List<CompletableFuture<String>> ask(String... words) {
        return List.of(words).stream().map(batcher::ask).toList();
    }

    private void runAll() {
        for (Runnable next = requests.poll(); next != null; next = requests.poll()) {
            next.run();
        }
    }

    private static final class Shouting implements RequestBatcher.Table<String, String> {

        private final List<String> alone = new ArrayList<>();
        private final List<List<String>> together = new ArrayList<>();
        private String leftUndone = "";
        private RuntimeException refusal;

        @Override
        public String ask(String word) {
            alone.add(word);
            return word.toUpperCase(Locale.ROOT);
        }

        @Override
        public List<String> askTogether(List<String> words) {
            if (refusal != null) {
                throw refusal;
            }
            together.add(words);
            List<String> answers = new ArrayList<>();
            words.forEach(word -> answers.add(word.equals(leftUndone) ? null : word.toUpperCase(Locale.ROOT)));
            return answers;
        }
    }
}
