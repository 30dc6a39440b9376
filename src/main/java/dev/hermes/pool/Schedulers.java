package dev.hermes.pool;

import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;

/**
 * Pools of Camel for tasks now and later, with room for all that come. Those that Camel makes by default refuse a task when a
 * thousand wait, and what has waited for the one refused would wait for ever.
 */
public final class Schedulers {

    private static final int ROOM_FOR_ALL = -1;

    private Schedulers() {}

    /** @param source whose the threads are */
    public static ScheduledExecutorService make(CamelContext context, Object source, String name, int threads) {
        ExecutorServiceManager pools = context.getExecutorServiceManager();
        return pools.newScheduledThreadPool(
                source,
                name,
                new ThreadPoolProfileBuilder(name, pools.getDefaultThreadPoolProfile())
                        .poolSize(threads)
                        .maxQueueSize(ROOM_FOR_ALL)
                        .build());
    }
}
