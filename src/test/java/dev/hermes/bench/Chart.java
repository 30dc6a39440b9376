package dev.hermes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws CPU per delivery over the size of the room, one line for each server, as SVG. */
final class Chart {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 600;
    private static final int TOP = 50;
    private static final int BOTTOM = 340;
    private static final int GRID_LINES = 5;
    private static final int LABEL_HEIGHT = 16;
    private static final Map<String, String> COLOURS = Map.of(
            "hermes", "#0b6bcb",
            "nchan", "#2e7d32",
            "socket.io", "#c62828",
            "limit", "#616161",
            "bare", "#8e24aa");

    private final String title;
    private final Map<String, Map<Integer, Double>> micros;
    private final SortedSet<Integer> sizes = new TreeSet<>();
    private final double highest;

    /** @param micros microseconds by server and size of the room */
    Chart(String title, Map<String, Map<Integer, Double>> micros) {
        this.title = title;
        this.micros = micros;
        micros.values().forEach(line -> sizes.addAll(line.keySet()));
        this.highest = Math.ceil(micros.values().stream()
                .flatMap(line -> line.values().stream())
                .max(Double::compare)
                .orElse(1.0));
    }

    void write(Path file) throws IOException {
        Files.writeString(file, svg());
    }

    private String svg() {
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " "
                + HEIGHT + "\" font-family=\"sans-serif\" font-size=\"13\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        text(svg, LEFT, 28, "start", "#222", title);
        for (int i = 0; i <= GRID_LINES; i++) {
            double value = highest * i / GRID_LINES;
            svg.append("<line x1=\"" + LEFT + "\" y1=\"" + y(value) + "\" x2=\"" + RIGHT + "\" y2=\"" + y(value)
                    + "\" stroke=\"#ddd\"/>\n");
            text(svg, LEFT - 10, y(value) + 4, "end", "#555", String.format(Locale.ROOT, "%.1f", value));
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

    /** Logarithmic. */
    private int x(int size) {
        double span = Math.log(sizes.last()) - Math.log(sizes.first());
        double part = span == 0 ? 0.5 : (Math.log(size) - Math.log(sizes.first())) / span;
        return (int) Math.round(LEFT + 30 + part * (RIGHT - LEFT - 60));
    }

    private int y(double value) {
        return (int) Math.round(BOTTOM - value / highest * (BOTTOM - TOP));
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String colour, String text) {
        svg.append("<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\" fill=\"" + colour + "\">"
                + text + "</text>\n");
    }
}
