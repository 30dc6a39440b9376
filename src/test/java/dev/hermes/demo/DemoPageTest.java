package dev.hermes.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPageTest {

    private final Vertx vertx = Vertx.vertx();
    private final Logger log = (Logger) LogManager.getLogger(DemoPage.class);
    private final List<String> warnings = new ArrayList<>();
    private final AbstractAppender appender = new AbstractAppender("warnings", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
                warnings.add(event.getMessage().getFormattedMessage());
            }
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        log.addAppender(appender);
    }

    @AfterEach
    void stop() {
        log.removeAppender(appender);
        vertx.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "hermes.example"})
    void warnsWhereOthersReachIt(String host) {
        serve(host);

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("a token for any user and room to everybody who reaches " + host, "hermes.gateway.demo");
    }

    @Test
    void saysNothingWhereNobodyElseDoes() {
        serve("127.0.0.1");

        assertThat(warnings).isEmpty();
    }

    private void serve(String host) {
        new DemoPage("dev", host, (user, room) -> "token").accept(Router.router(vertx));
    }
}
