package dev.hermes.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.HeldRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class RequestBatcherTest {

    private final HeldRequests requests = new HeldRequests();
    private final Shouting table = new Shouting();
    private final RequestBatcher<String, String> batcher = new RequestBatcher<>(table, 3, requests.threads());

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
        List<CompletableFuture<String>> answers = ask("a", "b", "c", "d", "e");
        requests.letGo();

        assertThat(table.together).containsExactly(List.of("a", "b", "c"), List.of("d", "e"));
        assertThat(table.alone).isEmpty();
        assertThat(answers).extracting(CompletableFuture::join).containsExactly("A", "B", "C", "D", "E");
    }

    @Test
    void hasNoMoreRequestsUnderWayThanItMay() {
        ask("a", "b", "c", "d");

        assertThat(requests.count()).isEqualTo(1);
    }

    @Test
    void asksOneByOneForWhatWasLeftUndone() {
        table.leftUndone = "b";

        List<CompletableFuture<String>> answers = ask("a", "b", "c");
        requests.letGo();

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
        requests.letGo();

        assertThat(table.alone).containsExactly("a", "b");
        assertThat(answers).extracting(CompletableFuture::join).containsExactly("A", "B");
    }

    @Test
    void failsAllOfABatchThatIsNotAnswered() {
        table.refusal = SdkClientException.create("the table is away");

        List<CompletableFuture<String>> answers = ask("a", "b");
        requests.letGo();

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
        requests.letGo();
        table.refusal = null;

        List<CompletableFuture<String>> answers = ask("c", "d");
        requests.letGo();

        assertThat(answers).extracting(CompletableFuture::join).containsExactly("C", "D");
    }

    private List<CompletableFuture<String>> ask(String... words) {
        return List.of(words).stream().map(batcher::ask).toList();
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
