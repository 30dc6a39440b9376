package dev.hermes.explain;

import dev.hermes.component.Components;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Notifications;
import dev.hermes.notification.UnreadableNotification;
import dev.hermes.notification.Variables;
import dev.hermes.rules.DryRun;
import dev.hermes.rules.Handover;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.RuleSetBuilder;
import dev.hermes.rules.RuleTrace;
import dev.hermes.tracing.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;

/** One notification, taken through rules over sample connections. */
public final class SampleRun {

    private static final String MESSAGE_ID = "message";

    private final BeanRepository beans;
    private final Components components;
    private final Properties properties;
    private final SampleAudience audience;
    private final NothingSent outside;
    private final RuleTrace trace = new RuleTrace();

    /**
     * @param beans what rules may refer to; those that find connections and push to them are replaced
     * @param components whose classes, languages and data formats are used; what they send to is replaced
     */
    public SampleRun(
            BeanRepository beans, Components components, Properties properties, SampleConnections connections) {
        this.beans = beans;
        this.components = components;
        this.properties = properties;
        this.audience = new SampleAudience(connections);
        this.outside = new NothingSent(audience);
    }

    /**
     * @param message the body of a message in the queue
     * @throws dev.hermes.rules.BrokenRules if the rules cannot run
     */
    public Explained of(RuleFiles rules, String message) throws Exception {
        Notification notification;
        try {
            notification = new Notifications().read(message, MESSAGE_ID, System.currentTimeMillis(), Trace.NONE);
        } catch (UnreadableNotification e) {
            return new Explained(List.of(), List.of(), List.of(), List.of(), parked(e));
        }
        SimpleRegistry standIns = new SimpleRegistry();
        audience.steps().forEach(standIns::bind);
        outside.components().forEach(standIns::bind);
        DefaultRegistry registry = new DefaultRegistry(standIns, beans);
        RuleSetBuilder builder =
                new RuleSetBuilder(registry, properties, Map.of(), new SimpleMeterRegistry(), this::furnish);
        Exception failure = new DryRun(builder, new DefaultCamelContext())
                .run(rules, Handover.NOTIFICATION, exchange -> {
                    exchange.getMessage().setBody(message);
                    exchange.setVariable(Variables.NOTIFICATION, notification);
                });
        return new Explained(
                trace.steps(), audience.frames(), audience.leftOut(), outside.requests(), outcome(failure));
    }

    private void furnish(CamelContext context) {
        components.offerTo(context);
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, outside);
        context.getCamelContextExtension().addInterceptStrategy(trace);
    }

    private static String outcome(Exception failure) {
        if (failure == null) {
            return "the message is deleted from the queue";
        }
        if (failure instanceof UnreadableNotification unreadable) {
            return parked(unreadable);
        }
        return "the rules fail (" + failure.getMessage()
                + "): the message comes back after its visibility time-out, and moves to the dead-letter queue in the end";
    }

    private static String parked(UnreadableNotification unreadable) {
        return "the message moves to the dead-letter queue at once: " + unreadable.getMessage();
    }
}
