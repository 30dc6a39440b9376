package dev.hermes;

import dev.hermes.dependency.Dependencies;
import dev.hermes.dependency.DependencyHealth;
import dev.hermes.dependency.Failures;
import dev.hermes.dependency.Readiness;
import dev.hermes.queue.Acknowledge;
import dev.hermes.tracing.Tracing;
import dev.hermes.tracing.TracingOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.function.Function;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The beans that all others stand on: SQS and DynamoDB, whether they serve, the event loops, and the numbers. Each is under
 * the name of the method that makes it.
 */
public final class Foundation implements CamelConfiguration, AutoCloseable {

    private final MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Dependencies dependencies = new Dependencies(meters);
    private final Readiness readiness = new Readiness(dependencies);
    private final Tracing tracing;
    private final Clients aws;
    private final Tables tables;
    private final Queues queues;
    private final Vertx vertx;

    /** @param clients makes the clients for AWS, which tell the dependencies how requests fare */
    Foundation(Settings settings, int cores, Function<Dependencies, Clients> clients) {
        this.tracing = new TracingOptions(
                        settings.get("hermes.tracing.endpoint"),
                        Double.parseDouble(settings.get("hermes.tracing.ratio")),
                        settings.get("hermes.node.endpoint"))
                .begin(meters);
        this.aws = clients.apply(dependencies);
        this.tables = new Tables(settings, aws.dynamoDb());
        this.queues = new Queues(settings, aws.sqs(), dependencies::tablesServe, tracing, meters);
        this.vertx = Edge.vertx(cores);
        dependencies.watch(queues.probes());
        dependencies.watch(tables.probes());
    }

    // --- dependencies ---

    Dependencies dependencies() {
        return dependencies;
    }

    void registerHealth(CamelContext context) {
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(readiness);
        dependencies.all().forEach(dependency -> health.register(new DependencyHealth(dependency)));
    }

    /** Whether clients may come in. */
    @BindToRegistry
    public Readiness readiness() {
        return readiness;
    }

    @BindToRegistry
    public Failures failures() {
        return new Failures();
    }

    // --- numbers ---

    MeterRegistry meters() {
        return meters;
    }

    @BindToRegistry(destroyMethod = "close")
    public ProcessMeters processMeters() {
        return new ProcessMeters(meters);
    }

    // --- traces ---

    Tracing tracing() {
        return tracing;
    }

    // --- AWS ---

    @BindToRegistry
    public DynamoDbClient dynamoDb() {
        return tables.dynamoDb();
    }

    Tables tables() {
        return tables;
    }

    @BindToRegistry
    public SqsClient sqs() {
        return queues.sqs();
    }

    Queues queues() {
        return queues;
    }

    // --- the queue ---

    @BindToRegistry(destroyMethod = "close")
    public Acknowledge acknowledge() {
        return queues.acknowledge(() -> aws.sqsAsync(vertx));
    }

    // --- event loops ---

    /** Closed by the server, after all else. */
    @BindToRegistry
    public Vertx vertx() {
        return vertx;
    }

    /** Requests to a dependency that is unavailable fail from now on, those under way too. */
    void abandonWhatDoesNotServe() {
        if (!dependencies.tablesServe()) {
            tables.close();
        }
        if (!dependencies.queuesServe()) {
            queues.close();
        }
    }

    /** After the context, whose beans make their last requests as they are closed. */
    @Override
    public void close() {
        dependencies.close();
        tables.close();
        queues.close();
        tracing.close();
    }
}
