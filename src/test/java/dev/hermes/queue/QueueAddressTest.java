package dev.hermes.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueAddressTest {

    @Test
    void tellsAFifoQueueByTheNameOrByTheUrlThatWasGivenInItsPlace() {
        assertThat(new QueueAddress(null, "queue.fifo", "").isFifo()).isTrue();
        assertThat(new QueueAddress(null, "queue", "").isFifo()).isFalse();
        assertThat(new QueueAddress(null, "queue", "https://sqs/1/queue.fifo").isFifo())
                .isTrue();
        assertThat(new QueueAddress(null, "queue.fifo", "https://sqs/1/queue").isFifo())
                .isFalse();
    }
}
