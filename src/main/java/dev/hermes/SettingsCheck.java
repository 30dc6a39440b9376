package dev.hermes;

import dev.hermes.rules.RuleFiles;
import dev.hermes.settings.Key;
import dev.hermes.settings.Keys;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds all that is wrong with the settings, in one sentence each. No sentence shows a secret. */
final class SettingsCheck {

    private static final String URL = "-url";
    private static final String BRACES = "holds {{ or }} outside a placeholder: write {{key}}, {{key:default}} or"
            + " {{env:NAME:default}}, or put a value that holds them in an environment variable and refer to that";
    private static final String SECRET_BRACES =
            "holds {{ and }} around what is no setting: put a secret that holds" + " braces in an environment variable";

    private final Settings settings;
    private final VariablesCheck variables;

    SettingsCheck(Settings settings) {
        this.settings = settings;
        this.variables = new VariablesCheck(settings, this::isUsedByRules);
    }

    /** With what each of these says, Hermes does not start. */
    List<String> problems() {
        return Stream.of(
                        unknownKeys(), variables.problems(), Keys.all().stream().flatMap(key -> wrong(key).stream()))
                .flatMap(sentences -> sentences)
                .toList();
    }

    /** What may be meant otherwise, for the log. */
    List<String> warnings() {
        return Stream.concat(
                        variables.warning().stream(), Keys.all().stream().flatMap(key -> emptyReference(key).stream()))
                .toList();
    }

    private Stream<String> unknownKeys() {
        return settings.properties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(Keys.PREFIX) && Keys.find(name).isEmpty())
                .filter(name -> !isReferredTo(name) && !isUsedByRules(name))
                .sorted()
                .map(name -> name + " is no setting of Hermes: did you mean " + Keys.nearest(name) + "?");
    }

    private boolean isReferredTo(String name) {
        return settings.properties().values().stream()
                .flatMap(value -> settings.placeholders().keys(value.toString()))
                .anyMatch(name::equals);
    }

    private boolean isUsedByRules(String name) {
        try {
            return RuleFiles.of(settings.routes()).mention(name);
        } catch (IOException unreadable) {
            // Named when the rules are built.
            return true;
        }
    }

    private Optional<String> wrong(Key key) {
        String written = written(key);
        if (settings.placeholders().isCircle(written)) {
            return Optional.of(key.name() + " refers to itself");
        }
        Optional<String> wrong = isUnused(key) ? Optional.empty() : key.wrong(settings.get(key.name()));
        if (wrong.isEmpty()) {
            return brokenSecret(key);
        }
        // What another key makes wrong is right again with it.
        boolean isConsequence = settings.placeholders()
                .keys(written)
                .flatMap(name -> Keys.find(name).stream())
                .anyMatch(other -> wrong(other).isPresent());
        return isConsequence
                ? Optional.empty()
                : brokenPlaceholder(written).map(end -> key.name() + " " + end).or(() -> wrong);
    }

    private Optional<String> brokenPlaceholder(String written) {
        return settings.placeholders()
                .unset(written)
                .map(placeholder -> "refers to " + placeholder + ", which is not set")
                .or(() -> settings.placeholders().hasOtherBraces(written) ? Optional.of(BRACES) : Optional.empty());
    }

    /** A secret of which a part was taken for a placeholder would be another one. */
    private Optional<String> brokenSecret(Key key) {
        return key.secret()
                        && unset(key)
                                .filter(placeholder -> !isOfEnvironment(placeholder))
                                .isPresent()
                ? Optional.of(key.name() + " " + SECRET_BRACES)
                : Optional.empty();
    }

    private Optional<String> emptyReference(Key key) {
        return unset(key)
                .filter(placeholder -> !key.secret() || isOfEnvironment(placeholder))
                .map(placeholder -> key.name() + " refers to " + placeholder + ", which is not set and taken as empty");
    }

    private Optional<String> unset(Key key) {
        return settings.placeholders().unset(written(key));
    }

    private static boolean isOfEnvironment(String placeholder) {
        return placeholder.startsWith("{{env:");
    }

    private String written(Key key) {
        return settings.properties().getProperty(key.name(), "");
    }

    /** A queue that is set by its URL is not looked for by its name. */
    private boolean isUnused(Key key) {
        return Keys.find(key.name() + URL)
                .filter(url -> !settings.placeholders().isCircle(written(url)))
                .filter(url -> !settings.get(url.name()).isEmpty())
                .isPresent();
    }
}
