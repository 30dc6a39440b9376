package dev.hermes.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.Model;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.FileWatcherResourceReloadStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up edits of the route files while Hermes runs.
 *
 * <p>Only the routes of the edited file are replaced, so no socket notices. An edit that cannot be read or started leaves
 * the rule that ran before in place; the file is then named by {@link #broken()} until it is mended. The routes of a file
 * that is deleted run until the next start.
 */
public final class LiveRules extends FileWatcherResourceReloadStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRules.class);

    private static final String ENDING = ".camel.yaml";
    private static final long POLL_MILLIS = 500;
    private static final long SETTLE_MILLIS = 50;
    private static final Pattern CONFIGURATION = Pattern.compile("(?m)^- *routeConfiguration:");

    private final Path folder;
    /** The text of each file as its routes run, by file name. */
    private final Map<String, String> running = new TreeMap<>();

    private final Map<String, String> broken = new TreeMap<>();

    public LiveRules(Path folder) {
        super(folder.toString());
        this.folder = folder;
        setPollTimeout(POLL_MILLIS);
        setFileFilter(file -> file.getName().endsWith(ENDING));
        setResourceReload((name, resource) -> take(Path.of(name).getFileName().toString()));
    }

    /** Why the last edit of a file does not run, by file name; empty while all that is written runs. */
    public synchronized Map<String, String> broken() {
        return Map.copyOf(broken);
    }

    @Override
    protected void doStart() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(ENDING)).toList()) {
                running.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        super.doStart();
    }

    private synchronized void take(String name) {
        String text = read(name);
        // One saving can be told of more than once.
        if (text == null || text.equals(running.get(name)) && !broken.containsKey(name)) {
            return;
        }
        try {
            run(name, text);
            running.put(name, text);
            broken.remove(name);
            LOG.info("{} is live", name);
        } catch (Exception e) {
            broken.put(name, reason(e));
            LOG.warn("{} cannot run, the rules from before go on: {}", name, reason(e));
            LOG.debug("{} cannot run", name, e);
            goBack(name);
        }
    }

    private String read(String name) {
        try {
            Path file = folder.resolve(name);
            if (!Files.exists(file)) {
                LOG.warn("{} was deleted; its routes run until Hermes is started again", name);
                return null;
            }
            return settled(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text when it has come to rest: an editor is seen in the middle of its writing otherwise. */
    private static String settled(Path file) throws IOException {
        try {
            String before;
            String now = Files.readString(file);
            do {
                before = now;
                Thread.sleep(SETTLE_MILLIS);
                now = Files.readString(file);
            } while (!now.equals(before));
            return now;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + file + " was read", e);
        }
    }

    private void run(String name, String text) throws Exception {
        Set<String> before = routesOf(name);
        Set<String> after = update(name, text);
        for (String id : before) {
            if (!after.contains(id)) {
                remove(id);
            }
        }
        // A route takes its configuration when it is made, so a new one needs new routes.
        if (CONFIGURATION.matcher(text).find()) {
            for (Map.Entry<String, String> other : running.entrySet()) {
                if (!other.getKey().equals(name)) {
                    update(other.getKey(), other.getValue());
                }
            }
        }
    }

    private void goBack(String name) {
        try {
            String text = running.get(name);
            if (text == null) {
                for (String id : routesOf(name)) {
                    remove(id);
                }
            } else {
                run(name, text);
            }
        } catch (Exception e) {
            LOG.error("The rules of {} from before could not be started again: {}", name, reason(e), e);
        }
    }

    private Set<String> update(String name, String text) throws Exception {
        Resource resource = ResourceHelper.fromString(location(name), text);
        return PluginHelper.getRoutesLoader(getCamelContext()).updateRoutes(List.of(resource));
    }

    private void remove(String id) throws Exception {
        if (getCamelContext().getRoute(id) != null) {
            getCamelContext().getRouteController().stopRoute(id);
            getCamelContext().removeRoute(id);
        }
        Model model = model();
        if (model.getRouteDefinition(id) != null) {
            model.removeRouteDefinition(model.getRouteDefinition(id));
        }
    }

    private Set<String> routesOf(String name) {
        return model().getRouteDefinitions().stream()
                .filter(route -> isFrom(route.getResource(), name))
                .map(route -> route.getRouteId())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private boolean isFrom(Resource resource, String name) {
        return resource != null
                && Path.of(resource.getLocation()).getFileName().toString().equals(name)
                && resource.getLocation().startsWith("file:");
    }

    private String location(String name) {
        return "file:" + folder.resolve(name);
    }

    private Model model() {
        return getCamelContext().getCamelContextExtension().getContextPlugin(Model.class);
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String outer = String.valueOf(failure.getMessage());
        String inner = String.valueOf(root.getMessage());
        return (outer.contains(inner) ? outer : outer + ": " + inner).lines().collect(Collectors.joining(" "));
    }
}
