package dev.hermes.rules;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A folder of rules, or a file in it, cannot be read. */
public final class UnreadableRules extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    UnreadableRules(Path path, IOException cause) {
        this(
                Finding.error(
                        path.toString(), 0, "", "cannot be read: " + reason(cause), "make it readable, or delete it"),
                cause);
    }

    private UnreadableRules(Finding finding, IOException cause) {
        super(finding.toString(), cause);
        this.finding = finding;
    }

    /** The path is in the message of the exceptions of Java's own already. */
    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "it is gone, or a link to nothing";
        }
        return cause instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : cause.getClass().getSimpleName();
    }

    public Finding finding() {
        return finding;
    }
}
