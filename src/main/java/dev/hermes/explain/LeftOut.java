package dev.hermes.explain;

import dev.hermes.notification.Aim;
import dev.hermes.notification.Where;

/**
 * A connection that does not get a notification which others of its room get.
 *
 * @param gateway this node, or the address of another node or of an API Gateway
 * @param by what keeps it from getting it, as rules call it
 */
public record LeftOut(String connection, String user, String room, String gateway, String by) {

    /** What of an aim does not include a connection. */
    static String why(Aim aim, SampleConnection connection) {
        if (aim.to() != null && !aim.to().contains(connection.user())) {
            return "to";
        }
        if (aim.except().contains(connection.user())) {
            return "except";
        }
        return aim.where().stream()
                .filter(where -> !where.includes(connection.attributes()))
                .map(Where::toString)
                .findFirst()
                .orElse("");
    }

    String text() {
        return user + " in " + room + ", " + connection + " at " + gateway + ": by " + by;
    }
}
