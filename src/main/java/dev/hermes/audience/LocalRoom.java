package dev.hermes.audience;

import dev.hermes.audience.StayRows.Stay;
import dev.hermes.connection.Connection;
import dev.hermes.notification.Aim;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The members that one room has on this node. Safe for use by many threads. */
final class LocalRoom {

    private static final long ENTERING = Long.MAX_VALUE;
    /** Far more than an index of DynamoDB takes to follow its table. */
    private static final Duration INDEX_LAG = Duration.ofSeconds(10);

    private final Map<String, Member> byId = new HashMap<>();
    /** Of those, or of such as have lost their row, who get numbers. In most rooms, nobody does. */
    private Set<String> numbered = Set.of();

    private List<String> members;
    private Stay stay;

    /** @param arrivedAt by the monotonic clock; {@link #ENTERING} until the client was let in */
    private record Member(Connection connection, long arrivedAt) {}

    synchronized Stay stay() {
        return stay;
    }

    synchronized void stay(Stay begun) {
        stay = begun;
    }

    synchronized void enter(Connection connection) {
        byId.put(connection.id(), new Member(connection, ENTERING));
    }

    synchronized void arrived(Connection connection, long now) {
        if (byId.containsKey(connection.id())) {
            byId.put(connection.id(), new Member(connection, now));
            members = null;
        }
    }

    /** From now on it gets numbered frames, and no plain ones. */
    synchronized void number(Connection connection) {
        if (numbered.isEmpty()) {
            numbered = new HashSet<>();
        }
        numbered.add(connection.id());
        members = null;
    }

    /** A client that was let in is a member, and its row may not be in the index yet. */
    synchronized void restore(Connection connection, long now) {
        if (byId.put(connection.id(), new Member(connection, now)) == null) {
            members = null;
        }
    }

    /** @return whether nobody is left */
    synchronized boolean left(String connectionId) {
        byId.remove(connectionId);
        if (!numbered.isEmpty()) {
            numbered.remove(connectionId);
        }
        members = null;
        return byId.isEmpty();
    }

    synchronized boolean isEmpty() {
        return byId.isEmpty();
    }

    synchronized List<String> members() {
        if (members == null) {
            members = idsOf(Aim.EVERYBODY);
        }
        return members;
    }

    synchronized List<String> members(Aim aim) {
        return aim.isEverybody() ? members() : idsOf(aim);
    }

    private List<String> idsOf(Aim aim) {
        return byId.values().stream()
                .filter(member -> member.arrivedAt() != ENTERING)
                .map(Member::connection)
                .filter(connection -> !numbered.contains(connection.id()) && aim.includes(connection))
                .map(Connection::id)
                .toList();
    }

    /** @param begunAt when the reading of the rows began */
    synchronized List<String> reconcile(Collection<String> rows, long begunAt) {
        long settled = begunAt - INDEX_LAG.toNanos();
        List<String> unknown = rows.stream().filter(id -> !byId.containsKey(id)).toList();
        if (rows.size() - unknown.size() < byId.size()) {
            Set<String> known = new HashSet<>(rows);
            boolean left = byId.entrySet()
                    .removeIf(member -> hasSettled(member.getValue(), settled) && !known.contains(member.getKey()));
            members = left ? null : members;
        }
        return unknown;
    }

    private static boolean hasSettled(Member member, long settled) {
        return member.arrivedAt() != ENTERING && member.arrivedAt() - settled < 0;
    }
}
