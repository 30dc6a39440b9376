package dev.hermes.websocket;

import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Ends the route of a client that has left before its handshake was answered. The {@value #CONNECTION} variable is
 * removed: nothing has been remembered, so nothing has to be forgotten.
 *
 * <p>Goes by the {@value #STILL_THERE} variable, a {@link BooleanSupplier}; an exchange without it goes on.
 */
public final class StopIfGone implements Processor {

    private static final String STILL_THERE = "stillThere";
    private static final String CONNECTION = "connection";

    @Override
    public void process(Exchange exchange) {
        BooleanSupplier stillThere = exchange.getVariable(STILL_THERE, BooleanSupplier.class);
        if (stillThere != null && !stillThere.getAsBoolean()) {
            exchange.removeVariable(CONNECTION);
            exchange.setRouteStop(true);
        }
    }
}
