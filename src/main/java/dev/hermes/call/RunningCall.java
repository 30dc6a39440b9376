package dev.hermes.call;

import dev.hermes.call.RunningCalls.Outcome;
import dev.hermes.http.RuleStatus;
import dev.hermes.management.Refusal;
import dev.hermes.management.Reply;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call that a rule serves: answered once, by the rule or because it takes too long. */
final class RunningCall {

    private static final Logger LOG = LoggerFactory.getLogger(RunningCall.class);

    private static final int DONE = 200;
    private static final int DONE_WITHOUT_BODY = 204;
    private static final String JSON = "application/json";

    private final RuleCall call;
    private final String body;
    private final Reply reply;
    private final RunningCalls running;
    private final AtomicBoolean answered = new AtomicBoolean();
    private Runnable afterwards = () -> {};

    RunningCall(RuleCall call, String body, Reply reply, RunningCalls running) {
        this.call = call;
        this.body = body;
        this.reply = reply;
        this.running = running;
    }

    /** Before the call runs. */
    void whenAnswered(Runnable task) {
        this.afterwards = task;
    }

    /** Runs the route, which was entered for it. Its place is taken until the route has ended, however late that is. */
    void run(RuleCallConsumer rule) {
        Exchange exchange = rule.createExchange(false);
        exchange.getMessage().setBody(body);
        exchange.setVariable(RuleCall.VARIABLE, call);
        rule.getAsyncProcessor().process(exchange, synchronously -> {
            running.end();
            try {
                answer(exchange);
            } catch (RuntimeException unreadable) {
                LOG.warn("The answer of a rule cannot be sent: {}", unreadable.getMessage());
                answer(Outcome.FAILED, () -> reply.refuse(Refusal.FAILED));
            }
            rule.releaseExchange(exchange, false);
            rule.leave();
        });
    }

    private void answer(Exchange exchange) {
        if (exchange.getException() instanceof RejectedExecutionException) {
            // Its set of rules was stopped at this very moment.
            answer(Outcome.REFUSED, () -> reply.refuse(Refusal.UNAVAILABLE));
        } else if (exchange.getException() != null) {
            // The route's error handler has logged why.
            answer(Outcome.FAILED, () -> reply.refuse(Refusal.FAILED));
        } else {
            String text = exchange.getMessage().getBody(String.class);
            boolean empty = text == null || text.isEmpty();
            int status = RuleStatus.of(exchange, empty ? DONE_WITHOUT_BODY : DONE);
            String type = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, JSON, String.class);
            answer(Outcome.ANSWERED, () -> {
                if (empty) {
                    reply.send(status);
                } else {
                    reply.send(status, type, text);
                }
            });
        }
    }

    /** No thread can take it. */
    void refuse() {
        running.end();
        answer(Outcome.REFUSED, () -> reply.refuse(Refusal.UNAVAILABLE));
    }

    /** Answers in the place of a rule that takes too long. */
    void expire() {
        answer(Outcome.EXPIRED, () -> reply.refuse(Refusal.TOO_SLOW));
    }

    private void answer(Outcome outcome, Runnable send) {
        if (answered.compareAndSet(false, true)) {
            afterwards.run();
            running.count(outcome);
            send.run();
        }
    }
}
