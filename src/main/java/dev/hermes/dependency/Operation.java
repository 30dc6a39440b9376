package dev.hermes.dependency;

import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;

/**
 * One sort of request.
 *
 * @param name as AWS calls it, {@code Query} for instance
 * @param resource the table or queue that it is about; empty if it names none
 */
record Operation(String name, String resource) {

    static Operation of(String name, SdkRequest request) {
        return new Operation(name, resource(request));
    }

    private static String resource(SdkRequest request) {
        String table = text(request, "TableName");
        if (!table.isEmpty()) {
            return table;
        }
        Object batch = request.getValueForField("RequestItems", Object.class).orElse(null);
        if (batch instanceof Map<?, ?> tables && !tables.isEmpty()) {
            return tables.keySet().iterator().next().toString();
        }
        String queue = text(request, "QueueUrl");
        return queue.isEmpty() ? text(request, "QueueName") : queue.substring(queue.lastIndexOf('/') + 1);
    }

    private static String text(SdkRequest request, String field) {
        return request.getValueForField(field, Object.class)
                .map(Object::toString)
                .orElse("");
    }
}
