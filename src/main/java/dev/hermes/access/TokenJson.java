package dev.hermes.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jsonwebtoken.io.AbstractDeserializer;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.Map;

/**
 * Shows jjwt only those members of a token's header that it has to decide on, and keeps the rest under {@value #ALL}.
 *
 * <p>jjwt converts every registered claim and header parameter, drops those that are empty, and refuses a token for one that Hermes never reads, such
 * as a numeric {@code sub} or {@code kid}. It also takes text for a date.
 */
final class TokenJson extends AbstractDeserializer<Map<String, ?>> {

    /** The whole object, whatever its members are called. */
    static final String ALL = "all";

    private static final String[] DECIDED_ON = {"alg", "zip"};

    // A request line bounds the text, so an id may be an integer of any length.
    private static final ObjectReader OBJECT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerForMapOf(Object.class);

    @Override
    protected Map<String, ?> doDeserialize(Reader text) throws IOException {
        Map<String, Object> all = OBJECT.readValue(text);
        Map<String, Object> shown = new HashMap<>();
        for (String name : DECIDED_ON) {
            if (all.containsKey(name)) {
                shown.put(name, all.get(name));
            }
        }
        shown.put(ALL, all);
        return shown;
    }
}
