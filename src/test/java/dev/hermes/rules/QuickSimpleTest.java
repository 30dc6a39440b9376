package dev.hermes.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hermes.notification.Notification;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickSimpleTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final DefaultCamelContext quick = new DefaultCamelContext();

    @BeforeEach
    void start() {
        quick.getRegistry().bind("simple", new QuickSimple());
        camel.start();
        quick.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        quick.stop();
    }

    @Test
    void isFoundInThePlaceOfCamelsOwn() {
        assertThat(quick.resolveLanguage("simple")).isInstanceOf(QuickSimple.class);
    }

    /** A record that says how often it was hashed, which Camel does at each reading. */
    public record Counted(int[] hashed, String text) {

        @Override
        public int hashCode() {
            return ++hashed[0];
        }

        public boolean isLong() {
            return text.length() > 3;
        }

        public String broken() {
            throw new IllegalStateException("no such thing");
        }
    }

    @Test
    void readsARecordWithoutSearchingForItsClass() {
        Counted counted = new Counted(new int[1], "hello");
        Exchange exchange = exchange(quick, counted);

        assertThat(expression(quick, "${variable.it.text}").evaluate(exchange, String.class))
                .isEqualTo("hello");
        assertThat(quick.resolveLanguage("simple")
                        .createPredicate("${variable.it.isLong}")
                        .matches(exchange))
                .isTrue();
        assertThat(counted.hashed()[0]).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${variable.it.text}",
                "${variable.it.long}",
                "${variable.it.text.length}",
                "${variable.it}",
                "${variable.nobody.text}",
                "${variable.map[key]}",
                "${variable.notification.roomId}",
                "${variable.notification.data}",
                "${variable.notification.value('/n')}",
                "${variable.notification.numbered}",
                "${variable.notification.isNumbered}",
                "${variable.dotted.name}",
                "${variable.it.text} == 'hello'",
            })
    void readsWhatCamelReads(String text) {
        Exchange asCamel = exchange(camel, new Counted(new int[1], "hello"));
        Exchange asQuick = exchange(quick, new Counted(new int[1], "hello"));

        assertThat(value(quick, text, asQuick)).isEqualTo(value(camel, text, asCamel));
        assertThat(quick.resolveLanguage("simple").createPredicate(text).matches(asQuick))
                .isEqualTo(camel.resolveLanguage("simple").createPredicate(text).matches(asCamel));
    }

    @Test
    void readsAPartAmongOtherText() {
        assertThat(value(quick, "${variable.it.text} and more", exchange(quick, new Counted(new int[1], "hello"))))
                .isEqualTo("hello and more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${variable.it.nothing}", "${variable.it.broken}", "${variable.map.key}"})
    void failsAsCamelDoes(String text) {
        Exchange asCamel = exchange(camel, new Counted(new int[1], "hello"));
        Exchange asQuick = exchange(quick, new Counted(new int[1], "hello"));
        Throwable failure = catchThrowable(() -> value(camel, text, asCamel));

        assertThat(failure).isNotNull();
        assertThatThrownBy(() -> value(quick, text, asQuick)).isInstanceOf(failure.getClass());
    }

    private static Object value(DefaultCamelContext context, String text, Exchange exchange) {
        Object value = expression(context, text).evaluate(exchange, Object.class);
        return value instanceof Counted counted ? counted.text() : value;
    }

    private static Expression expression(DefaultCamelContext context, String text) {
        Language language = context.resolveLanguage("simple");
        Expression expression = language.createExpression(text);
        expression.init(context);
        return expression;
    }

    private static Exchange exchange(DefaultCamelContext context, Counted counted) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setVariable("it", counted);
        exchange.setVariable("map", Map.of("key", "value"));
        exchange.setVariable("dotted.name", "whole");
        exchange.setVariable("notification", new Notification("room", "{\"user_id\":\"u\",\"data\":{\"n\":1}}"));
        return exchange;
    }
}
