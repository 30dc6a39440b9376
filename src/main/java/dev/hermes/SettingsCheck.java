package dev.hermes;

import dev.hermes.settings.EditDistance;
import dev.hermes.settings.Key;
import dev.hermes.settings.Keys;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds all that is wrong with the settings, in one sentence each. */
final class SettingsCheck {

    private static final String VARIABLES = "HERMES_";
    /** Farther from every name of ours, a variable is taken for somebody else's: Kubernetes makes some of that prefix. */
    private static final int MISSPELT = 2;

    private final Settings settings;

    SettingsCheck(Settings settings) {
        this.settings = settings;
    }

    /** No sentence shows a secret. */
    List<String> problems() {
        return Stream.of(unknownKeys(), misspeltVariables(), wrongValues())
                .flatMap(sentences -> sentences)
                .toList();
    }

    /** Variables that begin as ours do and that nothing reads, for the log. */
    List<String> ignoredVariables() {
        return foreignVariables().filter(variable -> !isMisspelt(variable)).toList();
    }

    private Stream<String> unknownKeys() {
        return settings.properties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(Keys.PREFIX) && Keys.find(name).isEmpty())
                .sorted()
                .map(name -> name + " is no setting of Hermes: did you mean " + Keys.nearest(name) + "?");
    }

    private Stream<String> misspeltVariables() {
        return foreignVariables()
                .filter(SettingsCheck::isMisspelt)
                .map(variable -> variable + " sets nothing: did you mean " + Keys.nearestVariable(variable) + "?");
    }

    private Stream<String> foreignVariables() {
        return settings.environment().keySet().stream()
                .filter(variable -> variable.startsWith(VARIABLES))
                .filter(variable -> settings.properties().stringPropertyNames().stream()
                        .noneMatch(name -> Key.variable(name).equals(variable)))
                .filter(variable -> !settings.variables().contains(variable))
                .sorted();
    }

    private static boolean isMisspelt(String variable) {
        return EditDistance.between(variable, Keys.nearestVariable(variable)) <= MISSPELT;
    }

    private Stream<String> wrongValues() {
        return Keys.all().stream().flatMap(key -> wrong(key).stream());
    }

    private Optional<String> wrong(Key key) {
        String written = settings.properties().getProperty(key.name(), "");
        Optional<String> placeholder = settings.placeholders().wrong(written);
        if (placeholder.isPresent()) {
            return placeholder.map(end -> key.name() + " " + end);
        }
        // What another key makes wrong is right again with it.
        boolean isConsequence = settings.placeholders()
                .keys(written)
                .flatMap(name -> Keys.find(name).stream())
                .anyMatch(other -> wrong(other).isPresent());
        return isConsequence ? Optional.empty() : key.wrong(settings.get(key.name()));
    }
}
