package dev.hermes;

import dev.hermes.component.Components;
import dev.hermes.component.Library;
import dev.hermes.graph.RuleGraph;
import dev.hermes.rules.BrokenRules;
import dev.hermes.rules.Finding;
import dev.hermes.rules.GraphReader;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.RuleSetBuilder;
import dev.hermes.rules.Rules;
import dev.hermes.rules.RulesComponent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;

/** Finds out what a start would say of rules, and what it would not, without AWS, a secret or a port. */
public final class Validation implements AutoCloseable {

    /** Nothing is signed with it. */
    private static final String ANY_SECRET = "-".repeat(64);

    private static final String ANY_URL = "https://sqs.invalid/0/queue";

    private final Foundation foundation;
    private final CompletableFuture<Wiring> wiring;
    private final CamelContext edge = new DefaultCamelContext();
    private final RuleSetBuilder builder;
    private final Components components;

    public Validation(Settings given) {
        // A bean wants to know one; nothing is asked there.
        System.getProperties().putIfAbsent("aws.region", "us-east-1");
        Settings settings = given.with("hermes.access.jwt-secret", ANY_SECRET)
                .with("hermes.tracing.endpoint", "")
                .with("hermes.tracing.ratio", "1")
                .with("hermes.notifications.queue-url", ANY_URL)
                .with("hermes.notifications.dead-letter-queue-url", ANY_URL);
        foundation = new Foundation(settings, Server.CORES, dependencies -> new NoClients());
        components = new Components(Library.of(settings.libraries()));
        // Beside the reading of the rules, which takes as long.
        wiring = CompletableFuture.supplyAsync(() -> new Wiring(settings, foundation, Optional::empty));
        CompletableFuture<DeliveryWiring> delivery = wiring.thenApply(Wiring::delivery);
        builder = new RuleSetBuilder(
                edge.getRegistry(),
                settings.properties(),
                Wiring.componentsOfEachSet(() -> made(wiring)),
                foundation.meters(),
                components::offerTo);
        edge.addComponent("rules", new RulesComponent(new Rules(builder, foundation.meters(), Clock.systemUTC())));
        bind(Foundation.class, () -> foundation);
        bind(Wiring.class, () -> made(wiring));
        bind(DeliveryWiring.class, () -> made(delivery));
    }

    private static <T> T made(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** Errors and warnings, in the order of files and lines. */
    public List<Finding> check(RuleFiles rules) {
        return builder.check(rules);
    }

    /** @throws BrokenRules if there are errors; nobody is told of warnings */
    void require(RuleFiles rules) throws BrokenRules {
        builder.require(rules);
    }

    /** @throws BrokenRules if there are errors */
    public RuleGraph graph(RuleFiles rules) throws BrokenRules {
        return GraphReader.of(rules, builder);
    }

    RuleSetBuilder builder() {
        return builder;
    }

    /** What rules may use. */
    Components components() {
        return components;
    }

    /** What rules may refer to. */
    Registry beans() {
        return edge.getRegistry();
    }

    /** Each is made only when a rule names it: most of them are for serving alone. */
    private void bind(Class<?> type, Supplier<?> configuration) {
        for (Method method : type.getMethods()) {
            BindToRegistry binding = method.getAnnotation(BindToRegistry.class);
            if (binding != null) {
                String name = binding.value().isEmpty() ? method.getName() : binding.value();
                beans().bind(name, method.getReturnType(), () -> bean(configuration.get(), method));
            }
        }
    }

    private Object bean(Object configuration, Method method) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> type == CamelContext.class ? edge : beans().findSingleByType(type))
                .toArray();
        try {
            return method.invoke(configuration, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(method.getName() + " cannot be made: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        // What it opens, it would open after the end.
        wiring.handle((made, failure) -> made).join();
        edge.stop();
        foundation.close();
        foundation.vertx().close().toCompletionStage().toCompletableFuture().join();
    }
}
