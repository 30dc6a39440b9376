package dev.hermes;

import dev.hermes.dependency.Failures;
import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.RulesInPlace;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.aws2.ddb.Ddb2Component;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;

/** Runs files of routes as they stand, with the settings that Hermes comes with, over a fake table. */
abstract class RoutesUnderTest extends CamelTestSupport {

    static final String TABLE = "hermesConnections";
    static final String QUEUE_URL = "http://sqs/000000000000/hermes-messageQueue";
    static final String DEAD_LETTER_QUEUE_URL = "http://sqs/000000000000/hermes-messageQueue-dlq";

    final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final List<String> files;

    /** @param files of rules, by name; those of the edge with their folder */
    RoutesUnderTest(String... files) {
        this.files = Stream.of(files)
                .map(file -> file.contains("/") ? file : "routes/" + file)
                .toList();
    }

    /** Makes the beans that the routes name. */
    abstract void bindBeans(CamelContext camel) throws Exception;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.getPropertiesComponent().setLocation("file:application.properties");
        camel.getRegistry().bind("failures", new Failures());
        camel.addComponent("rules", new RulesInPlace());
        Ddb2Component tables = camel.getComponent("aws2-ddb", Ddb2Component.class);
        tables.getConfiguration().setAmazonDDBClient(dynamoDb);
        tables.getConfiguration().setEnabledInitialDescribeTable(false);
        bindBeans(camel);
        return camel;
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() throws Exception {
        Collection<Resource> resources = Stream.concat(
                        files.stream(), Stream.of("routes/errors", "routes/gateway-errors", "routes/table-errors"))
                .map(file -> PluginHelper.getResourceLoader(context).resolveResource("file:" + file + ".camel.yaml"))
                .toList();
        return PluginHelper.getRoutesLoader(context)
                .findRoutesBuilders(resources)
                .toArray(RoutesBuilder[]::new);
    }

    /** Runs the route for one exchange, to its end. */
    Exchange run(String route, Processor given) {
        return template.send("direct:" + route, given);
    }
}
