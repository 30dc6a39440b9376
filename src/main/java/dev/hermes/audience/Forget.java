package dev.hermes.audience;

import dev.hermes.connection.ConnectionRows;
import dev.hermes.rules.LastingStep;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Deletes the row of the connection whose id is the body. The exchange goes on when it is gone; if the table does not
 * answer, the exchange fails with an {@link software.amazon.awssdk.core.exception.SdkException}.
 */
public final class Forget extends LastingStep {

    private final ConnectionRows rows;

    public Forget(ConnectionRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return goOnAfter(rows.delete(exchange.getMessage().getBody(String.class)), exchange, callback);
    }
}
