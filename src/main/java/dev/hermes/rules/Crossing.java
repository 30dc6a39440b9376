package dev.hermes.rules;

import dev.hermes.notification.UnreadableNotification;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** Takes what an exchange carries from one Camel context to another: body, headers and variables. */
final class Crossing {

    private Crossing() {}

    static Exchange copy(Exchange from, CamelContext context, boolean headers) {
        Exchange copy = new DefaultExchange(context, from.getPattern());
        carry(from, copy);
        if (headers) {
            carryHeaders(from, copy);
        }
        return copy;
    }

    /** Puts what {@code from} carries in the place of what {@code to} carried. */
    static void takeOver(Exchange from, Exchange to) {
        to.getMessage().removeHeaders("*");
        if (to.hasVariables()) {
            List.copyOf(to.getVariables().keySet()).stream()
                    .filter(name -> !from.hasVariables() || !from.getVariables().containsKey(name))
                    .forEach(to::removeVariable);
        }
        carry(from, to);
        carryHeaders(from, to);
    }

    /** Why an exchange failed: where a rule cannot make a notification, that, without what Camel wraps around it. */
    static Exception failure(Exchange failed) {
        UnreadableNotification unreadable = failed.getException(UnreadableNotification.class);
        return unreadable == null ? failed.getException() : unreadable;
    }

    private static void carry(Exchange from, Exchange to) {
        to.getMessage().setBody(from.getMessage().getBody());
        if (from.hasVariables()) {
            from.getVariables().forEach(to::setVariable);
        }
    }

    private static void carryHeaders(Exchange from, Exchange to) {
        if (from.getMessage().hasHeaders()) {
            to.getMessage().getHeaders().putAll(from.getMessage().getHeaders());
        }
    }
}
