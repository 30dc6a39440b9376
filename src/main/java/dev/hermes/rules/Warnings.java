package dev.hermes.rules;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds what runs, but is most likely not meant: files that are not read, and what Camel's schema or editors do not take. */
final class Warnings {

    private CamelSchema schema;

    /** Begins to read what the warnings are found by, beside what the caller does meanwhile: it takes long. */
    CompletableFuture<CamelSchema> prepare() {
        return CompletableFuture.supplyAsync(this::schema);
    }

    private synchronized CamelSchema schema() {
        if (schema == null) {
            schema = CamelSchema.load();
        }
        return schema;
    }

    /** Adds to {@code findings}, whose errors name files that are not looked at again. */
    static void add(RuleFiles files, List<RuleText> texts, CamelSchema schema, List<Finding> findings) {
        for (String name : files.ignored()) {
            findings.add(Finding.warning(
                    files.place() + "/" + name,
                    0,
                    "",
                    "is not read",
                    "rules end in .camel.yaml and do not begin with a dot"));
        }
        for (RuleText text : texts) {
            String path = text.file().path();
            if (findings.stream()
                    .noneMatch(found -> found.isError() && found.file().equals(path))) {
                schema.check(text, findings);
                new CanonicalCheck(findings).check(text);
            }
        }
    }
}
