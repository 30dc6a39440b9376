package dev.hermes.explain;

import dev.hermes.explain.Explained.Request;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.websocket.ConnectionKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Stands in for every component that reaches out of the process: what would be sent is written down, the exchange goes on
 * unchanged, and nothing comes in.
 */
final class NothingSent implements ComponentResolver {

    private static final Set<String> INSIDE = Set.of("bean", "class", "direct", "language", "log", "seda");
    private static final String SOCKETS = "vertx-websocket";

    private final ComponentResolver real = new DefaultComponentResolver();
    private final SampleAudience audience;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    NothingSent(SampleAudience audience) {
        this.audience = audience;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** By the name of the bean that each replaces: a component in the registry is found before any resolver is asked. */
    Map<String, Component> components() {
        return Map.of(SOCKETS, new StandIn(SOCKETS));
    }

    @Override
    public Component resolveComponent(String name, CamelContext context) throws Exception {
        return INSIDE.contains(name) ? real.resolveComponent(name, context) : new StandIn(name);
    }

    private void send(String scheme, String uri, boolean toAll, Exchange exchange) {
        String body = exchange.getMessage().getBody(String.class);
        Notification notification = exchange.getVariable(Variables.NOTIFICATION, Notification.class);
        if (!scheme.equals(SOCKETS)) {
            requests.add(new Request(uri, body));
        } else if (exchange.getMessage().getHeader(VertxWebsocketConstants.SEND_TO_ALL, toAll, boolean.class)) {
            audience.pushToAll(notification, body);
        } else {
            audience.push(notification, ConnectionKeys.of(exchange), body);
        }
    }

    private final class StandIn extends DefaultComponent {

        private final String scheme;

        StandIn(String scheme) {
            this.scheme = scheme;
            // What the registry holds is for the component that it stands in for.
            setAutowiredEnabled(false);
        }

        @Override
        public boolean useRawUri() {
            return true;
        }

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            boolean toAll = Boolean.parseBoolean(String.valueOf(parameters.get("sendToAll")));
            // Of whatever component, whose options a check has read before.
            parameters.clear();
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) {
                            send(scheme, uri, toAll, exchange);
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor);
                }
            };
        }
    }
}
