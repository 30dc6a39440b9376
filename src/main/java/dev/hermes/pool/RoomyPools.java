package dev.hermes.pool;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;

/**
 * Gives what waits for its time as much room as it takes. By default Camel has room for a thousand and refuses the rest: what
 * has waited for a look-up waits for ever then, and a {@code delay} sleeps on its caller's thread.
 */
public final class RoomyPools extends DefaultThreadPoolFactory {

    private static final int ROOM_FOR_ALL = -1;

    private RoomyPools() {}

    /** Before the context makes any other pool than the one for retries, which is replaced. */
    public static void makeRoom(CamelContext context) {
        ExecutorServiceManager pools = context.getExecutorServiceManager();
        pools.setThreadPoolFactory(new RoomyPools());
        context.getCamelContextExtension()
                .addContextPlugin(
                        ScheduledExecutorService.class, pools.newDefaultScheduledThreadPool(context, "retries"));
    }

    @Override
    public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
        ThreadPoolProfile roomy = profile.clone();
        roomy.setMaxQueueSize(ROOM_FOR_ALL);
        return super.newScheduledThreadPool(roomy, threads);
    }
}
