package dev.hermes.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One figure of several servers, seen several times: medians, and how they compare. */
final class Figures {

    private final String measure;
    private final Map<String, List<Double>> seen = new LinkedHashMap<>();

    Figures(String measure) {
        this.measure = measure;
    }

    void add(String server, double figure) {
        seen.computeIfAbsent(server, any -> new ArrayList<>()).add(figure);
    }

    boolean has(String server) {
        return seen.containsKey(server);
    }

    double median(String server) {
        return median(seen.get(server));
    }

    static double median(List<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Prints the median of each server, under this key. */
    void printMedians(Report report, String key) {
        seen.keySet().forEach(server -> report.line(measure + "-median")
                .with("server", server)
                .with("rounds", seen.get(server).size())
                .with(key, median(server))
                .print());
    }

    /** Adds the median of each server to {@code micros}, as the figure for a room of this size. */
    void collectMedians(Map<String, Map<Integer, Double>> micros, int size) {
        seen.keySet().forEach(server -> micros.computeIfAbsent(server, any -> new HashMap<>())
                .put(size, median(server)));
    }

    /** Hermes is to need at most {@code bar} times what the other does, if that was measured. */
    void atMost(Report report, String other, double bar) {
        if (has(other)) {
            report.atMost(measure + "-to-" + other, median("hermes") / median(other), bar);
        }
    }
}
