package dev.hermes.call;

import java.util.Arrays;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;

/** A route that serves HTTP calls of one path. */
final class RuleCallConsumer extends DefaultConsumer implements PlatformHttpConsumer {

    private final CallPaths paths;

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

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        paths.open(this);
    }

    // A stopped consumer keeps its path until its set of rules is gone (RuleCallComponent), or another takes it over.
}
