package dev.hermes.audience;

import java.util.Locale;

/** What becomes of a push for whoever waits for it. */
enum Handed {
    /** The holder has it. */
    TAKEN,
    /** The holder does not answer, and nobody waits for it any more. */
    WAITS,
    /** The holder will not get it. */
    DROPPED;

    /** In lower case. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
