package dev.hermes.notification;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in one line what went wrong with the queue, or with a message of it, beyond what the routes handle.
 *
 * <p>In both cases it is tried again: the queue after a pause, the message after its visibility time-out.
 */
public final class QueueAway implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(QueueAway.class);

    @Override
    public void handleException(Throwable exception) {
        handleException("The queue does not answer", exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        LOG.warn("{}: {}", message, exception.toString());
        LOG.debug("The stack", exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        handleException(message + " (exchange " + exchange.getExchangeId() + ")", exception);
    }
}
