package dev.hermes.apigateway;

/** The gateway takes no message of this size: 413. A second try would be in vain. */
public final class MessageTooLarge extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MessageTooLarge(String endpoint, int bytes, Throwable cause) {
        super("Gateway " + endpoint + " does not take a message of " + bytes + " bytes", cause);
    }
}
