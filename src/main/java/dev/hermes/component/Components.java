package dev.hermes.component;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.PluginHelper;

/**
 * The components that rules may use: those of the jar, and those that {@link Library} adds.
 *
 * <p>What else happens to be on the class path is not offered, so a rule that runs on the dev stack, among the tests'
 * dependencies, runs in the jar as well.
 */
public final class Components {

    private static final String OWN = "/components.properties";

    private final Map<String, String> own = read();
    private final Library library;

    public Components(Library library) {
        this.library = library;
    }

    private static Map<String, String> read() {
        Properties properties = new Properties();
        try (InputStream file = Components.class.getResourceAsStream(OWN)) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> own = new TreeMap<>();
        properties.forEach((scheme, use) -> own.put(scheme.toString(), use.toString()));
        return own;
    }

    /** What each component of the jar is for, by its scheme. */
    public Map<String, String> own() {
        return own;
    }

    /** All schemes, in the order of the alphabet. */
    public Set<String> schemes() {
        Set<String> schemes = new TreeSet<>(own.keySet());
        library.components().forEach(component -> schemes.add(component.scheme()));
        return schemes;
    }

    /** Those that a context was made to find. */
    public static Components of(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Components.class);
    }

    /** Makes a context find these, and the classes of the library; before it makes anything else. */
    public void offerTo(CamelContext context) {
        context.setApplicationContextClassLoader(library.loader());
        ExtendedCamelContext extension = context.getCamelContextExtension();
        extension.addContextPlugin(Components.class, this);
        ComponentResolver every = PluginHelper.getComponentResolver(extension);
        extension.addContextPlugin(
                ComponentResolver.class,
                (scheme, asking) ->
                        own.containsKey(scheme) || library.has(scheme) ? every.resolveComponent(scheme, asking) : null);
    }
}
