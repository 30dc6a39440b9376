package dev.hermes.rules;

import java.util.List;
import java.util.stream.Collectors;

/** The rules cannot be built or started. */
public final class BrokenRules extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** @param findings at least one error */
    BrokenRules(String place, List<Finding> findings) {
        super("The rules in " + place + " cannot run: "
                + findings.stream()
                        .filter(Finding::isError)
                        .map(Finding::toString)
                        .collect(Collectors.joining("; ")));
        this.findings = findings;
    }

    public List<Finding> findings() {
        return findings;
    }
}
