package dev.hermes.dev;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The component {@code rules} where there is one Camel context: hands over to {@code direct} in the same. */
public final class RulesInPlace extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Object name = parameters.remove("name");
        return getCamelContext().getEndpoint("direct:" + (name == null ? remaining : name));
    }
}
