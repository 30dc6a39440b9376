package dev.hermes.rules;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Something about the rules that is wrong, or may be.
 *
 * @param file its path; empty if it is about all of them
 * @param line from 1; 0 if it is about the whole file
 * @param step id of the step, or of the route; empty if it is about neither
 * @param reason what is wrong
 * @param advice what would be right; empty if the reason says it
 */
public record Finding(Severity severity, String file, int line, String step, String reason, String advice) {

    /** An error keeps rules from being taken up; a warning does not. */
    public enum Severity {
        ERROR,
        WARNING
    }

    static Finding error(String file, int line, String step, String reason, String advice) {
        return new Finding(Severity.ERROR, file, line, step, oneLine(reason), advice);
    }

    static Finding warning(String file, int line, String step, String reason, String advice) {
        return new Finding(Severity.WARNING, file, line, step, oneLine(reason), advice);
    }

    @JsonIgnore
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    private static String oneLine(String text) {
        return String.join(" ", text.lines().map(String::strip).toList());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (!step.isEmpty()) {
            text.append(text.isEmpty() ? "[" : " [").append(step).append(']');
        }
        text.append(text.isEmpty() ? "" : ": ").append(reason);
        if (!advice.isEmpty()) {
            text.append(" (").append(advice).append(')');
        }
        return text.toString();
    }
}
