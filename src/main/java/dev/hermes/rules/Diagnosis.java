package dev.hermes.rules;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.spi.BeanRepository;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Makes a finding of an exception of Camel's: where it is about, and what it means. */
final class Diagnosis {

    static final String NO_CLASS = "there is no class ";

    private static final Pattern STEP = Pattern.compile(">>> (.*?) <<<", Pattern.DOTALL);
    private static final Pattern ROUTE = Pattern.compile("Failed to (?:create|start) route:? '?([\\w.-]+)'?");
    /** A bean says of itself whatever it likes. */
    private static final Pattern BEAN = Pattern.compile(" on bean: .* of type: ", Pattern.DOTALL);

    private static final Pattern NO_COMPONENT =
            Pattern.compile("No (?:component found with scheme|endpoint could be found for): ([\\w-]+)");

    private final RuleModel model;
    private final BeanRepository beans;

    Diagnosis(RuleModel model, BeanRepository beans) {
        this.model = model;
        this.beans = beans;
    }

    /** Of a file that Camel cannot read. */
    static Finding ofText(RuleText text, List<RuleText> all, Throwable failure) {
        String reason = reason(failure);
        Optional<MarkedYamlEngineException> marked = find(failure, MarkedYamlEngineException.class);
        if (marked.flatMap(MarkedYamlEngineException::getProblemMark).isPresent()) {
            int line = marked.get().getProblemMark().get().getLine() + 1;
            String problem = marked.get().getProblem();
            return Finding.error(text.file().path(), line, "", problem == null ? reason : problem, "");
        }
        Culprit culprit = Culprit.find(text, all, 0, Culprit.words(reason)).orElse(new Culprit(0, ""));
        return Finding.error(text.file().path(), culprit.line(), culprit.step(), reason, "");
    }

    /** Of a route that cannot be made or started; without a place if Camel names none. */
    Finding of(Throwable failure) {
        String route = route(failure);
        Optional<OptionalIdentifiedDefinition<?>> place = step(failure).or(() -> definition(route));
        String file = place.map(RuleModel::file).orElse("");
        Culprit culprit =
                place.map(step -> model.culprit(step, quotes(failure))).orElse(new Culprit(0, route));
        return Finding.error(file, culprit.line(), culprit.step(), reason(failure), advice(failure));
    }

    /** The route that the failure names; empty if it names none. */
    static String route(Throwable failure) {
        return causes(failure)
                .map(cause -> {
                    Matcher named = ROUTE.matcher(String.valueOf(cause.getMessage()));
                    return cause instanceof FailedToCreateRouteException created && created.getRouteId() != null
                            ? created.getRouteId()
                            : named.find() ? named.group(1) : "";
                })
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }

    private Optional<OptionalIdentifiedDefinition<?>> definition(String route) {
        return model.routes().stream()
                .filter(one -> route.equals(one.getRouteId()))
                .findFirst()
                .map(Function.identity());
    }

    private Optional<OptionalIdentifiedDefinition<?>> step(Throwable failure) {
        return causes(failure)
                .map(cause -> STEP.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(named -> named.group(1))
                .findFirst()
                .flatMap(text -> model.steps().stream()
                        .filter(step -> step.toString().equals(text))
                        .findFirst()
                        .map(Function.identity()));
    }

    private static List<String> quotes(Throwable failure) {
        List<String> quotes = new ArrayList<>();
        find(failure, NoSuchBeanException.class)
                .map(NoSuchBeanException::getName)
                .ifPresent(quotes::add);
        find(failure, MethodNotFoundException.class)
                .map(MethodNotFoundException::getMethodName)
                .ifPresent(quotes::add);
        find(failure, SimpleIllegalSyntaxException.class)
                .map(SimpleIllegalSyntaxException::getExpression)
                .ifPresent(quotes::add);
        quotes.addAll(Culprit.words(reason(failure)));
        return quotes;
    }

    private String advice(Throwable failure) {
        Optional<String> bean = find(failure, NoSuchBeanException.class).map(NoSuchBeanException::getName);
        if (bean.isPresent()) {
            return Nearest.advice(
                    bean.get(), beans.findByTypeWithName(Object.class).keySet());
        }
        Matcher scheme = NO_COMPONENT.matcher(reason(failure));
        if (scheme.find()) {
            String near = Nearest.advice(scheme.group(1), model.schemes());
            return near.isEmpty() ? "add it to lib/: hermes components add camel-" + scheme.group(1) : near;
        }
        return find(failure, MethodNotFoundException.class)
                .filter(method -> method.getBean() != null)
                .map(method -> Nearest.advice(
                        method.getMethodName().replaceFirst("\\(.*", ""),
                        Arrays.stream(method.getBean().getClass().getMethods())
                                .filter(one -> one.getDeclaringClass() != Object.class)
                                .map(Method::getName)
                                .distinct()
                                .toList()))
                .orElse("");
    }

    /** The innermost message, which names the cause, and not the route's whole text around it. */
    private static String reason(Throwable failure) {
        Throwable root = causes(failure).reduce((outer, inner) -> inner).orElse(failure);
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        if (root instanceof ClassNotFoundException) {
            return NO_CLASS + message;
        }
        return BEAN.matcher(message).replaceAll(" on a bean of type ");
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return causes(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes.stream();
    }
}
