package dev.hermes.apigateway;

/** The gateway does not let Hermes post: 403. It will not at the next message either; the operator has to act. */
public final class GatewayForbids extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GatewayForbids(String endpoint, Throwable cause) {
        super(
                "Gateway " + endpoint + " forbids posting to its connections: check the stage and domain of"
                        + " hermes.apigateway.endpoint, the region, and that the role allows execute-api:ManageConnections",
                cause);
    }
}
