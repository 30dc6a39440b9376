package dev.hermes.connection;

import dev.hermes.rules.LastingStep;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Writes the row of the {@value #CONNECTION} variable. The exchange goes on when the table has it; if the table does not
 * take it, the exchange fails with an {@link software.amazon.awssdk.core.exception.SdkException}.
 */
public final class Remember extends LastingStep {

    static final String CONNECTION = "connection";

    private final ConnectionRows rows;

    public Remember(ConnectionRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return goOnAfter(rows.put(exchange.getVariable(CONNECTION, Connection.class)), exchange, callback);
    }
}
