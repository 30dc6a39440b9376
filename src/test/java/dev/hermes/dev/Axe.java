package dev.hermes.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openqa.selenium.chrome.ChromeDriver;

/** Checks a page for what keeps people out who do not see it, or use no mouse; with axe-core, of {@code client/}. */
public final class Axe {

    private static final Path SCRIPT = Path.of("client", "node_modules", "axe-core", "axe.min.js");

    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document).then(({ violations }) => done(violations
              .filter(({ impact }) => ['serious', 'critical'].includes(impact))
              .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)));
            """;

    private Axe() {}

    public static boolean isInstalled() {
        return Files.exists(SCRIPT);
    }

    /** What is serious or critical, each with the elements that it is about. */
    @SuppressWarnings("unchecked")
    public static List<String> findings(ChromeDriver browser) throws IOException {
        browser.executeScript(Files.readString(SCRIPT));
        return (List<String>) browser.executeAsyncScript(RUN);
    }
}
