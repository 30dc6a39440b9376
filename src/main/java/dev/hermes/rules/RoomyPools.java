package dev.hermes.rules;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;

/**
 * Gives what waits for its time as much room as it takes. By default Camel has room for a thousand: a {@code delay} sleeps on
 * its caller's thread beyond that, and all that needs the thread waits with it.
 */
final class RoomyPools extends DefaultThreadPoolFactory {

    private static final int ROOM_FOR_ALL = -1;

    @Override
    public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
        ThreadPoolProfile roomy = profile.clone();
        roomy.setMaxQueueSize(ROOM_FOR_ALL);
        return super.newScheduledThreadPool(roomy, threads);
    }
}
