package dev.hermes;

import java.util.List;

/** Settings with which Hermes cannot serve. The message has one sentence for each, on a line of its own. */
final class WrongSettings extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongSettings(List<String> sentences) {
        super(String.join("\n", sentences));
    }
}
