package dev.hermes.access;

import java.util.Map;
import java.util.Optional;
import org.mindrot.jbcrypt.BCrypt;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Who may enter which room: the BCrypt hash of each pair's inner token. The only class that knows this table's columns. */
public final class TokenTable {

    public static final String USER = "user_id";
    public static final String ROOM = "room_id";
    private static final String HASH = "token";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public TokenTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Lets {@code user} into {@code room} with {@code innerToken} from now on, and no longer with another. */
    public void allow(String user, String room, String innerToken) {
        String hash = BCrypt.hashpw(innerToken, BCrypt.gensalt());
        dynamoDb.putItem(put -> put.tableName(table)
                .item(Map.of(
                        USER, AttributeValue.fromS(user),
                        ROOM, AttributeValue.fromS(room),
                        HASH, AttributeValue.fromS(hash))));
    }

    static Map<String, AttributeValue> key(String user, String room) {
        return Map.of(USER, AttributeValue.fromS(user), ROOM, AttributeValue.fromS(room));
    }

    /** What a row holds; empty if there is none, or nothing in it. */
    static Optional<String> hash(Map<String, AttributeValue> row) {
        return Optional.ofNullable(row.get(HASH)).map(AttributeValue::s);
    }
}
