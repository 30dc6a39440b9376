package dev.hermes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, as lines of {@code key=value}: printed, and kept in {@code target/bench/report.txt}. */
public final class Report {

    private final List<String> lines = new ArrayList<>();

    /** One line under construction. */
    public final class Line {

        private final StringBuilder text = new StringBuilder();

        public Line with(String key, Object value) {
            String shown = value instanceof Double number
                    ? String.format(Locale.ROOT, number >= 1000 ? "%.0f" : "%.3f", number)
                    : String.valueOf(value).replace(' ', '_');
            text.append(text.isEmpty() ? "" : " ").append(key).append('=').append(shown);
            return this;
        }

        public void print() {
            System.out.println(text);
            lines.add(text.toString());
        }
    }

    public Line line(String measure) {
        return new Line().with("measure", measure);
    }

    /** A figure that must be at least so much, of the same run as what it is compared with. */
    void atLeast(String measure, double figure, double bar) {
        bar(measure, figure, "at_least", bar, figure >= bar);
    }

    /** A figure that must be at most so much. */
    void atMost(String measure, double figure, double bar) {
        bar(measure, figure, "at_most", bar, figure <= bar);
    }

    private void bar(String measure, double figure, String kind, double bar, boolean met) {
        line(measure)
                .with("ratio_or_figure", figure)
                .with(kind, bar)
                .with("met", met ? "yes" : "NO")
                .print();
    }

    void save() throws IOException {
        Files.write(ServerProcess.folder().resolve("report.txt"), lines);
    }
}
