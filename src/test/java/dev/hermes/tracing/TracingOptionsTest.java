package dev.hermes.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/traces",
        "http://collector:4318/, http://collector:4318/v1/traces",
        "HTTPS://collector/otlp, https://collector/otlp/v1/traces",
        "https://collector/otlp/v1/traces, https://collector/otlp/v1/traces"
    })
    void nameThePathOfTraces(String endpoint, String address) {
        assertThat(new TracingOptions(endpoint, 1, "http://node/dev").address()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"http://collector:4318", "HTTPS://collector/otlp"})
    void makeTracingOfAnyAddressThatTheSettingsAllow(String endpoint) {
        try (Tracing tracing = new TracingOptions(endpoint, 0.5, "http://node/dev").begin(new SimpleMeterRegistry())) {
            assertThat(tracing.isOn()).isTrue();
        }
    }

    @Test
    void traceNothingWithoutAnEndpoint() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();

        assertThat(new TracingOptions("", 1, "http://node/dev").begin(meters)).isSameAs(Tracing.OFF);
        assertThat(meters.get("hermes.tracing.spans")
                        .tag("outcome", "dropped")
                        .counter()
                        .count())
                .isZero();
    }
}
