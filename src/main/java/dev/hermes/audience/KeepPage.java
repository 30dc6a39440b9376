package dev.hermes.audience;

import dev.hermes.notification.Variables;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Takes in one page of a look-up. Where another follows, the next query begins behind it; after the last, the variable
 * {@value Variables#MEMBERS} is set to what was found, and {@value Variables#LOOK_UP} to null.
 */
public final class KeepPage implements Processor {

    private final Function<MemberLookUp, List<?>> members;

    private KeepPage(Function<MemberLookUp, List<?>> members) {
        this.members = members;
    }

    /** Of a look-up of {@link BeginLookUp#ofHolders}. */
    public static KeepPage ofHolders(Audience audience) {
        return new KeepPage(audience::nodes);
    }

    /** Of a look-up of {@link BeginLookUp#ofConnections}. */
    public static KeepPage ofConnections(Audience audience) {
        return new KeepPage(audience::others);
    }

    @Override
    public void process(Exchange exchange) {
        MemberLookUp lookUp = exchange.getVariable(Variables.LOOK_UP, MemberLookUp.class);
        // Not again where what follows failed, and this step is retried.
        if (lookUp.unfinished()) {
            lookUp.add(rows(exchange.getMessage()), nextKey(exchange.getMessage()));
        }
        if (lookUp.unfinished()) {
            exchange.getMessage().setHeader(Ddb2Constants.START_KEY, lookUp.startKey());
        } else {
            end(exchange, lookUp);
        }
    }

    void end(Exchange exchange, MemberLookUp lookUp) {
        exchange.setVariable(Variables.MEMBERS, members.apply(lookUp));
        exchange.setVariable(Variables.LOOK_UP, null);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, AttributeValue>> rows(Message page) {
        return page.getHeader(Ddb2Constants.ITEMS, List.class);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, AttributeValue> nextKey(Message page) {
        return page.getHeader(Ddb2Constants.LAST_EVALUATED_KEY, Map.class);
    }
}
