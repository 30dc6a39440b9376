package dev.hermes.queue;

import dev.hermes.dependency.FailureKind;
import dev.hermes.notification.UnreadableNotification;
import dev.hermes.queue.QueueMeters.Outcome;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;

/** Tells meters and traces what has become of messages. */
final class Ends {

    private final QueueMeters meters;

    Ends(QueueMeters meters) {
        this.meters = meters;
    }

    /** The message was handled and deleted. What the edge handled as a failure was parked, not delivered. */
    void done(HeldMessage message, Exchange exchange) {
        Exception handled = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (handled == null) {
            meters.count(Outcome.ACKNOWLEDGED, 1);
            message.trace().end(Outcome.ACKNOWLEDGED.text());
        } else {
            fail(message, Outcome.PARKED, handled);
        }
        meters.done(message.sentMillis());
    }

    /** AWS has refused it for good, and it was moved to the dead-letter queue. */
    void parked(HeldMessage message, Exception refusal) {
        fail(message, Outcome.PARKED, refusal);
    }

    /** It comes again after its visibility time-out. */
    void failed(HeldMessage message, Exception failure) {
        fail(message, Outcome.FAILED, failure);
    }

    /** They were given back unfinished, and are visible at once. */
    void returned(List<HeldMessage> messages) {
        meters.count(Outcome.RETURNED, messages.size());
        messages.forEach(message -> message.trace().end(Outcome.RETURNED.text()));
    }

    private void fail(HeldMessage message, Outcome outcome, Exception failure) {
        meters.count(outcome, 1);
        if (message.trace().isOn()) {
            message.trace().fail(outcome.text(), kind(failure));
        }
    }

    /** In a word, which holds nothing of the message. */
    private static String kind(Exception failure) {
        if (failure instanceof UnreadableNotification) {
            return "unreadable";
        }
        return FailureKind.isOfAws(failure)
                ? FailureKind.of(failure).name().toLowerCase(Locale.ROOT)
                : failure.getClass().getSimpleName();
    }
}
