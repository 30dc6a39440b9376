package dev.hermes.history;

import dev.hermes.notification.Aim;
import dev.hermes.table.RoomsTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes rows of a history as DynamoDB keeps them, and reads them. */
final class RowCodec {

    private static final String AT = "at";
    private static final String WRITE = "write";
    private static final String BYTES = "bytes";
    private static final String GAP = "gap";
    private static final String JUMP = "jump";
    private static final String MESSAGES = "messages";
    private static final String ID = "i";
    private static final String FRAME = "f";
    private static final String TO = "t";
    private static final String EXCEPT = "e";

    private RowCodec() {}

    static Map<String, AttributeValue> write(Row row) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(AT, number(row.at()));
        item.put(WRITE, AttributeValue.fromS(row.writeId()));
        item.put(BYTES, number(row.bytes()));
        item.put(GAP, number(row.gap()));
        if (row.jump() > 0) {
            item.put(JUMP, number(row.jump()));
        } else {
            item.put(
                    MESSAGES,
                    AttributeValue.fromL(
                            row.messages().stream().map(RowCodec::write).toList()));
        }
        return item;
    }

    private static AttributeValue write(Message message) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(ID, AttributeValue.fromS(message.id()));
        if (message.isKept()) {
            item.put(FRAME, AttributeValue.fromS(message.frame()));
        }
        if (message.aim().to() != null) {
            item.put(TO, users(message.aim().to()));
        }
        if (!message.aim().except().isEmpty()) {
            item.put(EXCEPT, users(message.aim().except()));
        }
        return AttributeValue.fromM(item);
    }

    static Row read(Map<String, AttributeValue> item) {
        return new Row(
                RoomsTable.number(item.get(RoomsTable.ITEM).s()),
                number(item, AT),
                item.get(WRITE).s(),
                number(item, BYTES),
                number(item, GAP),
                item.containsKey(JUMP) ? number(item, JUMP) : 0,
                item.containsKey(MESSAGES)
                        ? item.get(MESSAGES).l().stream()
                                .map(AttributeValue::m)
                                .map(RowCodec::message)
                                .toList()
                        : List.of());
    }

    private static Message message(Map<String, AttributeValue> item) {
        Set<String> to = item.containsKey(TO) ? users(item.get(TO)) : null;
        Set<String> except = item.containsKey(EXCEPT) ? users(item.get(EXCEPT)) : Set.of();
        String frame = item.containsKey(FRAME) ? item.get(FRAME).s() : null;
        return new Message(item.get(ID).s(), Message.UNSENT, frame, new Aim(to, except));
    }

    private static AttributeValue users(Set<String> users) {
        return AttributeValue.fromL(users.stream().map(AttributeValue::fromS).toList());
    }

    private static Set<String> users(AttributeValue list) {
        return list.l().stream().map(AttributeValue::s).collect(Collectors.toUnmodifiableSet());
    }

    static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static long number(Map<String, AttributeValue> item, String attribute) {
        return Long.parseLong(item.get(attribute).n());
    }
}
