package dev.hermes.connection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes the attributes of a connection as rows of DynamoDB keep them, a list of texts for each name, and reads them. */
public final class AttributesCodec {

    /** The column; rows of connections that have no attributes lack it. */
    public static final String COLUMN = "attributes";

    private AttributesCodec() {}

    /** Adds the column to a row, if there is something to keep. */
    public static void write(Attributes attributes, Map<String, AttributeValue> row) {
        if (attributes.isEmpty()) {
            return;
        }
        Map<String, AttributeValue> column = new HashMap<>();
        attributes.byName().forEach((name, values) -> column.put(name, texts(values)));
        row.put(COLUMN, AttributeValue.fromM(column));
    }

    private static AttributeValue texts(Set<String> values) {
        return AttributeValue.fromL(values.stream().map(AttributeValue::fromS).toList());
    }

    /** What a row says; of what another writer put there in another form, nothing. */
    public static Attributes read(Map<String, AttributeValue> row) {
        AttributeValue column = row.get(COLUMN);
        if (column == null || !column.hasM()) {
            return Attributes.NONE;
        }
        Map<String, Set<String>> byName = new TreeMap<>();
        column.m().forEach((name, values) -> {
            List<String> texts = values.l().stream()
                    .map(AttributeValue::s)
                    .filter(text -> text != null)
                    .toList();
            if (!texts.isEmpty()) {
                byName.put(name, Set.copyOf(texts));
            }
        });
        return byName.isEmpty() ? Attributes.NONE : new Attributes(Map.copyOf(byName));
    }
}
