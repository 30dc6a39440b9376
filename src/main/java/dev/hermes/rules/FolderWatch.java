package dev.hermes.rules;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up the content of a folder whenever it has changed and come to rest.
 *
 * <p>Looks at the content, not at events: an edit, a rename, a folder swapped as a whole and a Kubernetes ConfigMap are all
 * the same to it.
 */
public final class FolderWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    /** Content that is the same twice in a row is at rest. Twice this, and a build, are within the 3 s promised. */
    private static final long LOOK_MILLIS = 700;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "rules-watch"));

    private final Path folder;
    private final Rules rules;
    /** Of the content that runs, that was last refused, and that was seen at the last look. */
    private String running;

    private String refused = "";
    private String seen;

    /** @param first what runs */
    public FolderWatch(Path folder, RuleFiles first, Rules rules) {
        this.folder = folder;
        this.rules = rules;
        this.running = first.digest();
        this.seen = first.digest();
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            RuleFiles now = RuleFiles.read(folder);
            if (now.digest().equals(seen)) {
                settled(now);
            }
            seen = now.digest();
        } catch (UnreadableRules e) {
            unreadable(e);
        } catch (RuntimeException | Error e) {
            // A thread that ends here would leave every later edit unseen.
            LOG.error("The rules could not be looked at", e);
        }
    }

    private void settled(RuleFiles now) {
        if (now.digest().equals(running)) {
            refused = "";
            rules.backAsTheyWere();
        } else if (!now.digest().equals(refused)) {
            long before = rules.generation();
            // Before, so that content which makes the build fail in an unforeseen way is not tried for ever.
            refused = now.digest();
            rules.take(now);
            if (rules.generation() > before) {
                running = now.digest();
                refused = "";
            }
        }
    }

    /** A file may vanish between the list and the reading; what cannot be read twice in a row is named. */
    private void unreadable(UnreadableRules e) {
        String problem = e.getMessage();
        if (problem.equals(seen) && !problem.equals(refused)) {
            refused = problem;
            rules.unreadable(e.finding());
        }
        seen = problem;
    }

    /** Waits for a change that is being taken up. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A change of the rules was under way when Hermes stopped");
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
