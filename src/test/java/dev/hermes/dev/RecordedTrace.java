package dev.hermes.dev;

import dev.hermes.tracing.Trace;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told, one line for each. */
public final class RecordedTrace implements Trace {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    public List<String> lines() {
        return lines;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void told(String roomId, String kind, String holder, String outcome, long pushes) {
        lines.add(kind + " " + holder + " " + outcome + " " + pushes);
    }

    @Override
    public String parent() {
        return "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    }

    @Override
    public void end(String outcome) {
        lines.add(outcome);
    }

    @Override
    public void fail(String outcome, String error) {
        lines.add(outcome + " " + error);
    }
}
