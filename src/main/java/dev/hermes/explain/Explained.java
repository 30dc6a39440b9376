package dev.hermes.explain;

import dev.hermes.rules.RuleTrace.Step;
import java.util.List;

/**
 * What rules would make of a notification.
 *
 * @param steps that ran, in their order
 * @param frames that clients would get
 * @param leftOut connections of the rooms that a notification was delivered to and was not for
 * @param requests to other systems, none of which was made
 * @param outcome what would become of the message in the queue
 */
public record Explained(
        List<Step> steps, List<Frame> frames, List<LeftOut> leftOut, List<Request> requests, String outcome) {

    /** @param gateway this node, or the address of another node or of an API Gateway */
    public record Frame(String connection, String user, String room, String gateway, String frame) {}

    /** @param body as text; null if there was none */
    public record Request(String to, String body) {}

    public String text() {
        StringBuilder text = new StringBuilder("Steps\n");
        for (Step step : steps) {
            text.append("  ".repeat(step.depth() + 1)).append(step.id());
            text.append(": ").append(step.what());
            if (!step.outcome().isEmpty()) {
                text.append(" -> ").append(step.outcome());
            }
            text.append("  (")
                    .append(step.file())
                    .append(':')
                    .append(step.line())
                    .append(")\n");
        }
        text.append("Frames\n");
        for (Frame frame : frames) {
            text.append("  ")
                    .append(frame.user())
                    .append(" in ")
                    .append(frame.room())
                    .append(", ")
                    .append(frame.connection())
                    .append(" at ")
                    .append(frame.gateway())
                    .append(": ")
                    .append(frame.frame())
                    .append('\n');
        }
        if (frames.isEmpty()) {
            text.append("  nobody gets anything\n");
        }
        if (!leftOut.isEmpty()) {
            text.append("Left out\n");
            leftOut.forEach(one -> text.append("  ").append(one.text()).append('\n'));
        }
        if (!requests.isEmpty()) {
            text.append("Requests to other systems (not made)\n");
            requests.forEach(request -> text.append("  ")
                    .append(request.to())
                    .append(": ")
                    .append(request.body())
                    .append('\n'));
        }
        return text.append("Outcome\n  ").append(outcome).append('\n').toString();
    }
}
