package dev.hermes.apigateway;

/** The gateway did not take the message now, but may later: 429, 5xx, or 410 for a connection that does not stand yet. */
public final class GatewayBusy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GatewayBusy(String endpoint, String what, Throwable cause) {
        super("Gateway " + endpoint + " " + what, cause);
    }
}
