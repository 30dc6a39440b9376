package dev.hermes.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws CPU per delivery over the size of the room, one line for each server, as SVG. Both axes are logarithmic. */
final class Chart {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 600;
    private static final int TOP = 50;
    private static final int BOTTOM = 340;
    private static final List<Integer> GRID_LINES_OF_A_DECADE = List.of(1, 2, 5);
    private static final int LABEL_HEIGHT = 16;
    private static final MathContext TWO_DIGITS = new MathContext(2);
    private static final Map<String, String> COLOURS = Map.of(
            "hermes", "#0b6bcb",
            "java-jar", "#ef6c00",
            "nchan", "#2e7d32",
            "socket.io", "#c62828",
            "limit", "#616161",
            "bare", "#8e24aa");

    private final String title;
    private final Map<String, Map<Integer, Double>> micros;
    private final SortedSet<Integer> sizes = new TreeSet<>();
    /** From a value below the lowest figure to one above the highest. */
    private final SortedSet<Double> grid;

    /** @param micros microseconds by server and size of the room */
    Chart(String title, Map<String, Map<Integer, Double>> micros) {
        this.title = title;
        this.micros = micros;
        micros.values().forEach(line -> sizes.addAll(line.keySet()));
        this.grid = grid(micros.values().stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .summaryStatistics());
    }

    private static SortedSet<Double> grid(DoubleSummaryStatistics figures) {
        TreeSet<Double> lines = new TreeSet<>();
        for (int decade = (int) Math.floor(Math.log10(figures.getMin()));
                decade <= Math.ceil(Math.log10(figures.getMax()));
                decade++) {
            for (int part : GRID_LINES_OF_A_DECADE) {
                lines.add(part * Math.pow(10, decade));
            }
        }
        return lines.subSet(lines.floor(figures.getMin()), true, lines.ceiling(figures.getMax()), true);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, svg());
    }

    private String svg() {
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " "
                + HEIGHT + "\" font-family=\"sans-serif\" font-size=\"13\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        text(svg, LEFT, 28, "start", "#222", title);
        for (double value : grid) {
            svg.append("<line x1=\"" + LEFT + "\" y1=\"" + y(value) + "\" x2=\"" + RIGHT + "\" y2=\"" + y(value)
                    + "\" stroke=\"#ddd\"/>\n");
            text(
                    svg,
                    LEFT - 10,
                    y(value) + 4,
                    "end",
                    "#555",
                    BigDecimal.valueOf(value)
                            .round(TWO_DIGITS)
                            .stripTrailingZeros()
                            .toPlainString());
        }
        for (int size : sizes) {
            text(svg, x(size), BOTTOM + 22, "middle", "#555", Integer.toString(size));
        }
        text(svg, (LEFT + RIGHT) / 2, BOTTOM + 46, "middle", "#555", "connections in the room");
        int free = TOP;
        for (String server : micros.keySet().stream().sorted(this::byLastFigure).toList()) {
            free = draw(svg, server, free);
        }
        return svg.append("</svg>\n").toString();
    }

    /** @return where the next label may stand, below this one */
    private int draw(StringBuilder svg, String server, int free) {
        String colour = COLOURS.getOrDefault(server, "#000");
        StringBuilder points = new StringBuilder();
        new TreeMap<>(micros.get(server)).forEach((size, value) -> {
            points.append(x(size)).append(',').append(y(value)).append(' ');
            svg.append("<circle cx=\"" + x(size) + "\" cy=\"" + y(value) + "\" r=\"3.5\" fill=\"" + colour + "\"/>\n");
        });
        svg.append("<polyline points=\"" + points.toString().trim() + "\" fill=\"none\" stroke=\"" + colour
                + "\" stroke-width=\"2\"/>\n");
        int label = Math.max(free, y(last(server)) + 4);
        text(svg, RIGHT + 10, label, "start", colour, server);
        return label + LABEL_HEIGHT;
    }

    private int byLastFigure(String one, String other) {
        return Double.compare(last(other), last(one));
    }

    private double last(String server) {
        return micros.get(server).getOrDefault(sizes.last(), 0.0);
    }

    private int x(int size) {
        return (int) Math.round(LEFT + 30 + part(size, sizes.first(), sizes.last()) * (RIGHT - LEFT - 60));
    }

    private int y(double value) {
        return (int) Math.round(BOTTOM - part(value, grid.first(), grid.last()) * (BOTTOM - TOP));
    }

    /** How far a value is between two others; in the middle if they are the same. */
    private static double part(double value, double from, double to) {
        return from == to ? 0.5 : Math.log(value / from) / Math.log(to / from);
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String colour, String text) {
        svg.append("<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\" fill=\"" + colour + "\">"
                + text + "</text>\n");
    }
}
