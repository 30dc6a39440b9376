package dev.hermes.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1}, which X-Ray puts on a message. */
final class AwsTraceHeader {

    private static final int LONGEST = 500;
    private static final Pattern ROOT = Pattern.compile("(?:^|;)\\s*Root=1-(\\p{XDigit}{8})-(\\p{XDigit}{24})(?=$|;)");
    private static final Pattern PARENT = Pattern.compile("(?:^|;)\\s*Parent=(\\p{XDigit}{16})(?=$|;)");
    private static final Pattern NOT_SAMPLED = Pattern.compile("(?:^|;)\\s*Sampled=0(?=$|;)");

    private AwsTraceHeader() {}

    /** Invalid if there is none, or it names no trace and parent. Who leaves it open whether to sample, wants it. */
    static SpanContext read(String header) {
        if (header == null || header.length() > LONGEST) {
            return SpanContext.getInvalid();
        }
        Matcher root = ROOT.matcher(header);
        Matcher parent = PARENT.matcher(header);
        if (!root.find() || !parent.find()) {
            return SpanContext.getInvalid();
        }
        boolean sampled = !NOT_SAMPLED.matcher(header).find();
        return SpanContext.createFromRemoteParent(
                lower(root.group(1) + root.group(2)),
                lower(parent.group(1)),
                sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    private static String lower(String hex) {
        return hex.toLowerCase(Locale.ROOT);
    }
}
