package dev.hermes.settings;

import java.util.Locale;
import java.util.Optional;

/** One setting of Hermes: its name, the values it may have, and whether its value must never be shown. */
public record Key(String name, Kind kind, boolean secret) {

    private static final String KUBERNETES_LINK = "tcp://";

    /** The environment variable that sets the key of this name. */
    public static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** One sentence with key, value (not of a secret) and what would be right; empty if the value is right. */
    public Optional<String> wrong(String value) {
        if (kind.accepts().test(value)) {
            return Optional.empty();
        }
        String sentence = name + (secret ? "" : " is '" + value + "', but") + " must be " + kind.expected();
        return Optional.of(value.startsWith(KUBERNETES_LINK) ? sentence + link() : sentence);
    }

    /** Kubernetes tells every container where the services of its namespace are, by variables named for them. */
    private String link() {
        return "; if Kubernetes has set " + variable(name)
                + " for a service of that name, set enableServiceLinks: false";
    }
}
