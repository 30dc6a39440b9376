package dev.hermes.component;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something that Maven can fetch. */
record Artifact(String group, String name, String version) {

    private static final String CAMEL = "org.apache.camel";
    private static final Pattern COORDINATES = Pattern.compile("([\\w.-]+):([\\w.-]+):([\\w.-]+)");
    private static final Pattern OF_CAMEL = Pattern.compile("camel-[\\w-]+");
    private static final Pattern LISTED =
            Pattern.compile("\\s*([\\w.-]+):([\\w.-]+):jar:([\\w.-]+):(?:compile|runtime)\\b.*");

    /**
     * An artifact as a user names it: {@code group:artifact:version}, or {@code camel-NAME} for one of Camel's.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Artifact named(String text, String camelVersion) {
        Matcher full = COORDINATES.matcher(text);
        if (full.matches()) {
            return new Artifact(full.group(1), full.group(2), full.group(3));
        }
        if (OF_CAMEL.matcher(text).matches()) {
            return new Artifact(CAMEL, text, camelVersion);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no artifact: write camel-kafka, or group:artifact:version");
    }

    /** A line of Maven's {@code dependency:list}; empty if it names none. */
    static Optional<Artifact> listed(String line) {
        Matcher listed = LISTED.matcher(line);
        return listed.matches()
                ? Optional.of(new Artifact(listed.group(1), listed.group(2), listed.group(3)))
                : Optional.empty();
    }

    boolean isSameAs(Artifact other) {
        return group.equals(other.group) && name.equals(other.name);
    }

    /** For a POM. @param rest of the elements, as they stand there */
    String dependency(String rest) {
        return "<dependency><groupId>" + group + "</groupId><artifactId>" + name + "</artifactId><version>" + version
                + "</version>" + rest
                + "</dependency>";
    }
}
