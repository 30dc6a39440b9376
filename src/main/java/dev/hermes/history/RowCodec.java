package dev.hermes.history;

import dev.hermes.notification.Aim;
import dev.hermes.notification.Where;
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
    private static final String WHERE = "w";
    private static final String ATTRIBUTE = "a";
    private static final String VALUES = "v";
    private static final String IS_EXCEPT = "x";

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
            item.put(TO, texts(message.aim().to()));
        }
        if (!message.aim().except().isEmpty()) {
            item.put(EXCEPT, texts(message.aim().except()));
        }
        if (!message.aim().where().isEmpty()) {
            item.put(
                    WHERE,
                    AttributeValue.fromL(
                            message.aim().where().stream().map(RowCodec::write).toList()));
        }
        return AttributeValue.fromM(item);
    }

    private static AttributeValue write(Where where) {
        return AttributeValue.fromM(Map.of(
                ATTRIBUTE, AttributeValue.fromS(where.attribute()),
                VALUES, texts(where.values()),
                IS_EXCEPT, AttributeValue.fromBool(where.except())));
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
        Set<String> to = item.containsKey(TO) ? texts(item.get(TO)) : null;
        Set<String> except = item.containsKey(EXCEPT) ? texts(item.get(EXCEPT)) : Set.of();
        List<Where> where = item.containsKey(WHERE)
                ? item.get(WHERE).l().stream()
                        .map(AttributeValue::m)
                        .map(RowCodec::where)
                        .toList()
                : List.of();
        String frame = item.containsKey(FRAME) ? item.get(FRAME).s() : null;
        return new Message(item.get(ID).s(), Message.UNSENT, frame, new Aim(to, except, where));
    }

    private static Where where(Map<String, AttributeValue> item) {
        return new Where(
                item.get(ATTRIBUTE).s(),
                texts(item.get(VALUES)),
                item.get(IS_EXCEPT).bool());
    }

    private static AttributeValue texts(Set<String> texts) {
        return AttributeValue.fromL(texts.stream().map(AttributeValue::fromS).toList());
    }

    private static Set<String> texts(AttributeValue list) {
        return list.l().stream().map(AttributeValue::s).collect(Collectors.toUnmodifiableSet());
    }

    static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static long number(Map<String, AttributeValue> item, String attribute) {
        return Long.parseLong(item.get(attribute).n());
    }
}
