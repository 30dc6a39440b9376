package dev.hermes.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteParentTest {

    private static final String TRACE = "5759e988bd862e3fe1be46a994272793";
    private static final String SPAN = "53995c3f42cd8ad8";
    private static final String AWS = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    private static final String W3C = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ParameterizedTest
    @ValueSource(
            strings = {
                AWS,
                "Sampled=1; Parent=53995C3F42CD8AD8; Root=1-5759E988-BD862E3FE1BE46A994272793",
                "Self=1-67891234-12456789abcdef012345678;" + AWS + ";Lineage=1:a87bd80c",
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8",
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=?"
            })
    void isWhatAwsNames(String header) {
        SpanContext parent = of(new Parents(null, null, header));

        assertThat(parent.getTraceId()).isEqualTo(TRACE);
        assertThat(parent.getSpanId()).isEqualTo(SPAN);
        assertThat(parent.isSampled()).isTrue();
        assertThat(parent.isRemote()).isTrue();
    }

    @Test
    void isNotSampledWhereAwsSaysSo() {
        assertThat(of(new Parents(null, null, AWS.replace("Sampled=1", "Sampled=0")))
                        .isSampled())
                .isFalse();
    }

    @Test
    void isThatOfTheSenderWhereBothNameOne() {
        SpanContext parent = of(new Parents(W3C, "shop=7", AWS));

        assertThat(parent.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(parent.getTraceState().get("shop")).isEqualTo("7");
    }

    @Test
    void isThatOfAwsWhereTheSendersIsMalformed() {
        assertThat(of(new Parents("garbage", null, AWS)).getTraceId()).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "garbage",
                "Root=1-5759e988-bd862e3fe1be46a994272793",
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad",
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=0000000000000000;Sampled=1",
                "Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=1",
                "Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
                "Root=1-5759e988-bd862e3fe1be46a99427279g;Parent=53995c3f42cd8ad8;Sampled=1"
            })
    void isNoneWhereAHeaderIsMalformed(String header) {
        assertThat(RemoteParent.of(new Parents(header, header, header))).isSameAs(Context.root());
    }

    @Test
    void isNoneWhereAHeaderIsEndless() {
        String endless = ";".repeat(250_000);

        assertThat(RemoteParent.of(new Parents(W3C + endless, endless, AWS + endless)))
                .isSameAs(Context.root());
        assertThat(of(new Parents(W3C, "a=1,".repeat(60_000), null))
                        .getTraceState()
                        .isEmpty())
                .isTrue();
    }

    private static SpanContext of(Parents parents) {
        return Span.fromContext(RemoteParent.of(parents)).getSpanContext();
    }
}
