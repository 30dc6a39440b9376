package dev.hermes.dev;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A command line, as it is pasted into the terminals of an operating system. */
enum Terminal {
    /** Linux and macOS. */
    SHELL("shell") {
        @Override
        String line(Map<String, String> environment, List<String> words) {
            return variables(environment, "%s=%s ")
                    + words.stream()
                            .map(word -> isPlain(word) ? word : "'" + word + "'")
                            .collect(Collectors.joining(" "));
        }
    },
    CMD("cmd") {
        @Override
        String line(Map<String, String> environment, List<String> words) {
            return variables(environment, "set %s=%s&& ") + windows(words);
        }
    },
    /** Passes quotes on as they are only behind {@code --%}, in version 5 as in 7; curl alone is another command there. */
    POWERSHELL("PowerShell") {
        @Override
        String line(Map<String, String> environment, List<String> words) {
            String program = words.get(0).equals("curl") ? "curl.exe" : words.get(0);
            return variables(environment, "$env:%s='%s'; ") + program + " --% "
                    + windows(words.subList(1, words.size()));
        }
    };

    private final String title;

    Terminal(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Those of the operating system with this name ({@code os.name}). */
    static List<Terminal> of(String system) {
        return system.toLowerCase(Locale.ROOT).startsWith("windows") ? List.of(CMD, POWERSHELL) : List.of(SHELL);
    }

    /** @param words the program and its arguments, without a single quote or a percent sign */
    abstract String line(Map<String, String> environment, List<String> words);

    private static boolean isPlain(String word) {
        return word.matches("[\\w./:=-]+");
    }

    private static String variables(Map<String, String> environment, String format) {
        return environment.entrySet().stream()
                .map(variable -> format.formatted(variable.getKey(), variable.getValue()))
                .collect(Collectors.joining());
    }

    private static String windows(List<String> words) {
        return words.stream()
                .map(word -> isPlain(word) ? word : '"' + word.replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(" "));
    }
}
