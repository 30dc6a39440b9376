package dev.hermes;

import dev.hermes.dependency.Failures;
import dev.hermes.dev.FakeDynamoDb;
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

/** Runs files of {@code routes/} as they stand, with the settings that Hermes comes with, over a fake table. */
abstract class RoutesUnderTest extends CamelTestSupport {

    static final String TABLE = "hermesConnections";
    static final String DEAD_LETTER_QUEUE_URL = "http://sqs/000000000000/hermes-messageQueue-dlq";

    final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final List<String> files;

    RoutesUnderTest(String... files) {
        this.files = List.of(files);
    }

    /** Makes the beans that the routes name. */
    abstract void bindBeans(CamelContext camel) throws Exception;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.getPropertiesComponent().setLocation("file:application.properties");
        camel.getRegistry().bind("failures", new Failures());
        Ddb2Component tables = camel.getComponent("aws2-ddb", Ddb2Component.class);
        tables.getConfiguration().setAmazonDDBClient(dynamoDb);
        tables.getConfiguration().setEnabledInitialDescribeTable(false);
        bindBeans(camel);
        return camel;
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() throws Exception {
        Collection<Resource> resources = Stream.concat(
                        files.stream(), Stream.of("errors", "gateway-errors", "table-errors"))
                .map(file ->
                        PluginHelper.getResourceLoader(context).resolveResource("file:routes/" + file + ".camel.yaml"))
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
