package dev.hermes.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.log.LogLines;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPageTest {

    private final Vertx vertx = Vertx.vertx();
    private final LogLines log = new LogLines(DemoPage.class);

    @AfterEach
    void stop() {
        log.close();
        vertx.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "hermes.example"})
    void warnsWhereOthersReachIt(String host) {
        serve(host);

        assertThat(log.all())
                .singleElement()
                .asString()
                .startsWith("WARN ")
                .contains("a token for any user and room to everybody who reaches " + host, "hermes.gateway.demo");
    }

    @Test
    void saysNothingWhereNobodyElseDoes() {
        serve("127.0.0.1");

        assertThat(log.all()).isEmpty();
    }

    private void serve(String host) {
        new DemoPage("dev", host, "", "hermes-messageQueue", (user, room) -> "token").accept(Router.router(vertx));
    }
}
