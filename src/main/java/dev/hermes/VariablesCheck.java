package dev.hermes;

import dev.hermes.settings.EditDistance;
import dev.hermes.settings.Key;
import dev.hermes.settings.Keys;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds environment variables that begin as those of Hermes do and set nothing. */
final class VariablesCheck {

    private static final String PREFIX = "HERMES_";
    private static final int MISSPELT = 2;

    /** Kubernetes tells every container where the services of its namespace are, by variables named for them. */
    private static final Pattern SERVICE = Pattern.compile(
            "HERMES_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?" + "|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Settings settings;
    private final Predicate<String> isUsedByRules;
    private final Set<String> known;
    private final Set<String> groups;

    VariablesCheck(Settings settings, Predicate<String> isUsedByRules) {
        this.settings = settings;
        this.isUsedByRules = isUsedByRules;
        this.known = Stream.of(
                        Keys.all().stream().map(Key::name).map(Key::variable),
                        settings.properties().stringPropertyNames().stream().map(Key::variable),
                        settings.variables().stream())
                .flatMap(names -> names)
                .collect(Collectors.toSet());
        this.groups = Keys.all().stream().map(VariablesCheck::group).collect(Collectors.toSet());
    }

    /** {@code HERMES_GATEWAY_} of {@code hermes.gateway.port}. */
    private static String group(Key key) {
        String name = key.name();
        return Key.variable(name.substring(0, name.indexOf('.', Keys.PREFIX.length()) + 1));
    }

    /** One sentence for each that is probably misspelt: near a known one, or of a group of settings. */
    Stream<String> problems() {
        return strangers()
                .filter(this::isMisspelt)
                .map(variable ->
                        variable + " sets nothing: did you mean " + EditDistance.nearest(variable, known) + "?");
    }

    /** One sentence for all others, which may be those of another program. */
    Optional<String> warning() {
        List<String> others =
                strangers().filter(variable -> !isMisspelt(variable)).toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("No setting is named by " + String.join(", ", others) + ": ignored");
    }

    private Stream<String> strangers() {
        return settings.environment().keySet().stream()
                .filter(variable -> variable.startsWith(PREFIX))
                .filter(variable -> !known.contains(variable) && !isUsedByRules.test(variable))
                .sorted();
    }

    private boolean isMisspelt(String variable) {
        boolean isNear = groups.stream().anyMatch(variable::startsWith)
                || EditDistance.between(variable, EditDistance.nearest(variable, known)) <= MISSPELT;
        return isNear && !isOfService(variable);
    }

    private boolean isOfService(String variable) {
        return SERVICE.matcher(variable).matches()
                || SERVICE_ADDRESS.matcher(settings.environment().get(variable)).matches();
    }
}
