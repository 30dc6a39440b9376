package dev.hermes.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.tracing.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class InHandTest {

    private static final String BODY = "{}";

    private final InHand inHand = new InHand();
    private final HeldMessage first = inGroup("red", "r-1");
    private final HeldMessage second = inGroup("red", "r-2");
    private final HeldMessage third = inGroup("red", "r-3");
    private final HeldMessage other = inGroup("blue", "b-1");
    private boolean tablesServe = true;

    @Test
    void beginsAllOfAStandardQueueAtOnce() {
        List<HeldMessage> messages = List.of(inGroup(null, "a"), inGroup(null, "b"));

        assertThat(inHand.take(messages)).isEqualTo(messages);
        assertThat(inHand.size()).isEqualTo(2);
    }

    @Test
    void beginsOneOfEachGroup() {
        assertThat(take(first, second, other)).containsExactly(first, other);
    }

    @Test
    void goesOnWithTheNextOfAGroupWhenTheOneBeforeIsDone() {
        take(first, second);

        assertThat(inHand.done(first)).contains(second);
        assertThat(inHand.done(second)).isEmpty();
        assertThat(inHand.size()).isZero();
    }

    @Test
    void keepsTheOrderAcrossReceives() {
        take(first);

        assertThat(take(second)).isEmpty();
        assertThat(inHand.done(first)).contains(second);
    }

    @Test
    void givesUpWhatIsBehindAMessageThatWasNotDone() {
        take(first, second, third, other);

        assertThat(inHand.notDone(first)).containsExactly(second, third);
        assertThat(inHand.all()).containsExactly(other);
        assertThat(take(first)).containsExactly(first);
    }

    @Test
    void tellsWhatHasNotBegun() {
        take(first, second, third, other);

        assertThat(inHand.removeWaiting()).containsExactly(second, third);
        assertThat(inHand.done(first)).isEmpty();
        assertThat(inHand.holds(other)).isTrue();
    }

    @Test
    void givesUpAGroupWhoseFirstWaitsTooLong() {
        HeldMessage old = HeldMessage.of(message("red", "old"), true, 0, Trace.NONE);
        HeldMessage behind = HeldMessage.of(message("red", "behind"), true, 100, Trace.NONE);
        HeldMessage young = HeldMessage.of(message("blue", "young"), true, 100, Trace.NONE);
        inHand.take(List.of(old, behind, young));

        assertThat(inHand.removeOlder(50)).containsExactly(old, behind);
        assertThat(inHand.all()).containsExactly(young);
    }

    @Test
    void knowsNothingOfAMessageThatWasGivenBackMeanwhile() {
        take(first, second);
        inHand.removeAll();

        assertThat(inHand.holds(first)).isFalse();
        assertThat(inHand.done(first)).isEmpty();
    }

    @Test
    void waitsForRoom() throws InterruptedException {
        take(first, other);

        assertThat(inHand.awaitRoom(limit(2, 2, 0), 1)).isFalse();
        inHand.done(first);
        assertThat(inHand.awaitRoom(limit(2, 2, 0), 1)).isTrue();
    }

    @Test
    void hasRoomForMoreWhileTheTablesAreUnavailable() throws InterruptedException {
        take(first, other);
        tablesServe = false;

        assertThat(inHand.awaitRoom(limit(2, 3, 100), 1)).isTrue();
        take(second);
        assertThat(inHand.awaitRoom(limit(2, 3, 100), 1)).isFalse();
    }

    @Test
    void hasNoRoomForMoreTextThanItHasMemoryFor() throws InterruptedException {
        take(first, other);
        tablesServe = false;

        assertThat(inHand.awaitRoom(limit(2, 9, 2 * BODY.length()), 1)).isFalse();
        inHand.removeAll();
        take(first, other);
        assertThat(inHand.awaitRoom(limit(2, 9, 2 * BODY.length() + 1), 1)).isTrue();
    }

    private InHandLimit limit(int mostInFlight, int mostWaiting, long mostCharacters) {
        return new InHandLimit(mostInFlight, mostWaiting, mostCharacters, () -> tablesServe);
    }

    private List<HeldMessage> take(HeldMessage... messages) {
        return inHand.take(Arrays.asList(messages));
    }

    private static HeldMessage inGroup(String group, String receipt) {
        return HeldMessage.of(message(group, receipt), true, 0, Trace.NONE);
    }

    private static Message message(String group, String receipt) {
        Message.Builder message = Message.builder().receiptHandle(receipt).body(BODY);
        return group == null
                ? message.build()
                : message.attributes(Map.of(MessageSystemAttributeName.MESSAGE_GROUP_ID, group))
                        .build();
    }
}
