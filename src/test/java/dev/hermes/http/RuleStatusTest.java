package dev.hermes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleStatusTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void isWhatTheRuleLeftAsNumberOrText() {
        assertThat(RuleStatus.of(exchange, 204)).isEqualTo(204);
        leave(403);
        assertThat(RuleStatus.of(exchange, 204)).isEqualTo(403);
        leave("202");
        assertThat(RuleStatus.of(exchange, 204)).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "403 Forbidden", "-1", "101", "600", "4e2"})
    void isNothingElse(String left) {
        leave(left);

        assertThatIllegalStateException()
                .isThrownBy(() -> RuleStatus.of(exchange, 204))
                .withMessage(
                        "A rule must leave a status from 200 to 599 in the header CamelHttpResponseCode, but left '"
                                + left + "'");
    }

    private void leave(Object status) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    }
}
