package dev.hermes.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbered sockets of one room that have caught up with it. Guarded by the lock of their {@link Tail}. */
final class LiveSessions {

    private final Map<String, Session> byConnection = new HashMap<>();
    private final Outlets outlets;

    LiveSessions(Outlets outlets) {
        this.outlets = outlets;
    }

    void add(Session session) {
        byConnection.put(session.connection().id(), session);
    }

    void remove(String connectionId) {
        byConnection.remove(connectionId);
    }

    /** Gives a message to all whom it is for; those who expect another number are told of it first. */
    void give(Numbered numbered) {
        long number = numbered.number();
        List<String> surprised = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (Session session : byConnection.values()) {
            boolean given = session.isFor(numbered);
            if (session.pass(number, given)) {
                surprised.add(session.connection().id());
            }
            if (given) {
                all.add(session.connection().id());
            }
        }
        if (!surprised.isEmpty()) {
            outlets.push(surprised, NumberedFrame.at(number - 1));
        }
        if (!all.isEmpty()) {
            outlets.push(all, numbered.frame(number));
        }
    }
}
