package dev.hermes.call;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.DefaultPlatformHttpConsumer;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;

/** A route that serves HTTP calls of one path. */
public final class RuleCallConsumer extends DefaultConsumer implements PlatformHttpConsumer, Suspendable {

    private final CallPaths paths;
    private final AtomicInteger underWay = new AtomicInteger();

    RuleCallConsumer(PlatformHttpEndpoint endpoint, Processor processor, CallPaths paths) {
        super(endpoint, processor);
        if (endpoint.getPath().contains("{")) {
            throw new IllegalArgumentException("The path " + endpoint.getPath()
                    + " has a parameter: name a fixed path, and set matchOnUriPrefix for all that is below it");
        }
        this.paths = paths;
    }

    /** Begins with a slash and does not end with one. */
    String path() {
        return "/" + getEndpoint().getPath().replaceAll("^/+|/+$", "");
    }

    boolean takesAllBelow() {
        return getEndpoint().isMatchOnUriPrefix();
    }

    boolean allows(String method) {
        String allowed = getEndpoint().getHttpMethodRestrict();
        return allowed == null
                || Arrays.stream(allowed.split(",")).map(String::trim).anyMatch(method::equalsIgnoreCase);
    }

    /** Keeps its set of rules from being stopped until {@link #leave}. */
    void enter() {
        underWay.incrementAndGet();
    }

    void leave() {
        underWay.decrementAndGet();
    }

    /** How many calls a route has to end, by its consumer; none if it begins otherwise. */
    public static int underWay(Consumer consumer) {
        return consumer instanceof DefaultPlatformHttpConsumer http
                        && http.getPlatformHttpConsumer() instanceof RuleCallConsumer calls
                ? calls.underWay.get()
                : 0;
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        paths.open(this);
    }

    /** Takes the path back from a set that could not open. */
    @Override
    protected void doResume() throws Exception {
        super.doResume();
        paths.open(this);
    }

    // A paused consumer keeps its path until its set of rules is gone (RuleCallComponent), or another takes it over.
}
