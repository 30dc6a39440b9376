package dev.hermes.apigateway;

/** The gateway did not answer in time, or took no connection. */
public final class GatewaySilent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GatewaySilent(String endpoint, String what, Throwable cause) {
        super("Gateway " + endpoint + " " + what, cause);
    }
}
