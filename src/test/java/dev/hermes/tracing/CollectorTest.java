package dev.hermes.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.log.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of spans between their end and the collector. */
class CollectorTest {

    private static final int MOST = 5;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TracingMeters counts = new TracingMeters(meters);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Answers answers = new Answers();
    private final Collector collector = new Collector(answers, counts, taken -> waiting.addAndGet(-taken));
    private final SdkTracerProvider spans = SdkTracerProvider.builder()
            .addSpanProcessor(new Waiting(
                    MOST,
                    waiting,
                    BatchSpanProcessor.builder(collector)
                            .setMaxQueueSize(MOST)
                            .setMaxExportBatchSize(MOST)
                            .setScheduleDelay(Duration.ofHours(1))
                            .build(),
                    counts))
            .build();

    @AfterEach
    void stop() {
        spans.close();
    }

    @Test
    void dropsAndCountsWhatWouldWaitBeyondTheMost() {
        answers.next(new CompletableResultCode());
        end(MOST);
        await().until(() -> answers.asked.get() == 1);

        end(MOST + 3);

        assertThat(count("dropped")).isEqualTo(3);
        answers.succeedAll();
        await().until(() -> {
            spans.forceFlush();
            return count("exported") == 2 * MOST;
        });
        assertThat(waiting).hasValue(0);
    }

    @Test
    void saysOnceThatItTakesNoSpansAndOnceThatItDoesAgain() {
        try (LogLines log = new LogLines(Collector.class)) {
            for (int i = 0; i < 3; i++) {
                answers.next(CompletableResultCode.ofExceptionalFailure(new ConnectException("to 10.0.0.1:4318")));
                endOne();
            }
            endOne();
            endOne();

            await().untilAsserted(() -> assertThat(log.all())
                    .containsExactly(
                            "WARN The collector of hermes.tracing.endpoint does not take spans, which are dropped until it"
                                    + " does: it cannot be connected to",
                            "INFO The collector of hermes.tracing.endpoint takes spans again"));
        }
        assertThat(count("failed")).isEqualTo(3);
        assertThat(count("exported")).isEqualTo(2);
    }

    @Test
    void saysWhyWithoutWhatAnExceptionSays() {
        assertThat(CollectorFailure.reason(new Exception(new HttpTimeoutException("secret"))))
                .isEqualTo("it does not answer in time");
        assertThat(CollectorFailure.reason(new Exception(new IllegalStateException("secret"))))
                .isEqualTo("it does not answer (IllegalStateException)");
        assertThat(CollectorFailure.reason(null)).isEqualTo("it does not answer");
    }

    private void endOne() {
        double before = count("failed") + count("exported");
        end(1);
        // A flush that comes right behind another may be taken for that one.
        await().until(() -> {
            spans.forceFlush();
            return count("failed") + count("exported") == before + 1;
        });
    }

    private void end(int count) {
        for (int i = 0; i < count; i++) {
            spans.get("test").spanBuilder("span").startSpan().end();
        }
    }

    private double count(String outcome) {
        return meters.get("hermes.tracing.spans")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** Answers as it is told, then well. */
    private static final class Answers implements SpanExporter {

        private final Deque<CompletableResultCode> next = new ArrayDeque<>();
        private final Deque<CompletableResultCode> given = new ArrayDeque<>();
        private final AtomicInteger asked = new AtomicInteger();

        synchronized void next(CompletableResultCode answer) {
            next.add(answer);
        }

        synchronized void succeedAll() {
            given.forEach(CompletableResultCode::succeed);
        }

        @Override
        public synchronized CompletableResultCode export(Collection<SpanData> spans) {
            CompletableResultCode answer = next.isEmpty() ? CompletableResultCode.ofSuccess() : next.remove();
            given.add(answer);
            asked.incrementAndGet();
            return answer;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
