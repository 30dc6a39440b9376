package dev.hermes.management;

import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Serves calls that ask AWS, and so block: a bounded number at a time, more are refused with 503. */
public final class SlowCalls {

    private static final Logger LOG = LoggerFactory.getLogger(SlowCalls.class);

    private static final int MOST = 64;

    private final WorkerExecutor workers;
    private final AtomicInteger underWay = new AtomicInteger();

    public SlowCalls(WorkerExecutor workers) {
        this.workers = workers;
    }

    /** Runs {@code call}, which answers unless it fails; AWS being unavailable is 503. */
    public void run(Reply reply, Runnable call) {
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            reply.refuse(Refusal.UNAVAILABLE);
            return;
        }
        workers.<Void>executeBlocking(
                        () -> {
                            call.run();
                            return null;
                        },
                        false)
                .onComplete(done -> underWay.decrementAndGet())
                .onFailure(failure -> refuse(reply, failure));
    }

    private static void refuse(Reply reply, Throwable failure) {
        if (failure instanceof SdkException) {
            LOG.warn("Call {} failed: {}", reply.requestId(), failure.getMessage());
            reply.refuse(Refusal.UNAVAILABLE);
        } else {
            SignedCalls.refuse(reply, failure);
        }
    }
}
