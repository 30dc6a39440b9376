package dev.hermes.audience;

import dev.hermes.notification.Variables;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;

/**
 * Begins to read rows about the room that the body names: sets the variable {@value Variables#LOOK_UP}, and the headers by
 * which {@code aws2-ddb} queries the first page. Where the rows have been read together with those of other rooms, it ends the
 * look-up as {@link KeepPage} does.
 */
public final class BeginLookUp implements Processor {

    private final Function<String, MemberLookUp> lookUps;
    private final KeepPage end;
    private final Map<String, Object> query;
    private final UnchangedReading unchanged;

    private BeginLookUp(
            Function<String, MemberLookUp> lookUps,
            KeepPage end,
            Map<String, Object> query,
            UnchangedReading unchanged) {
        this.unchanged = unchanged;
        this.lookUps = lookUps;
        this.end = end;
        this.query = query;
    }

    /** Reads who holds connections of a room, as it is now. */
    public static BeginLookUp ofHolders(Audience audience) {
        return new BeginLookUp(
                audience::holdersOf,
                KeepPage.ofHolders(audience),
                Map.of(Ddb2Constants.CONSISTENT_READ, true),
                UnchangedReading.OF_HOLDERS);
    }

    /** Reads the connections of a room, by the index of this name. */
    public static BeginLookUp ofConnections(Audience audience, String index) {
        return new BeginLookUp(
                audience::connectionsOf,
                KeepPage.ofConnections(audience),
                Map.of(Ddb2Constants.INDEX_NAME, index),
                UnchangedReading.OF_CONNECTIONS);
    }

    @Override
    public void process(Exchange exchange) {
        MemberLookUp read = exchange.getVariable(Variables.LOOK_UP, MemberLookUp.class);
        if (read != null && !read.unfinished() && unchanged.isOf(exchange)) {
            end.end(exchange, read);
            return;
        }
        Message message = exchange.getMessage();
        MemberLookUp lookUp = lookUps.apply(message.getBody(String.class));
        exchange.setVariable(Variables.LOOK_UP, lookUp);
        message.setHeader(Ddb2Constants.KEY_CONDITIONS, lookUp.keyConditions());
        query.forEach(message::setHeader);
    }
}
