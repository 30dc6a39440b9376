package dev.hermes.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.connection.Attributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeClaimsTest {

    private final AttributeClaims claims = new AttributeClaims(List.of("role", "device"), System::nanoTime);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"admin\" | admin",
                "\"\" | ``",
                "\"é 🙂\" | é 🙂",
                "42 | 42",
                "42.0 | 42",
                "1e21 | 1e+21",
                "12345678901234567890 | 12345678901234567890",
                "true | true",
                "false | false",
                "[\"admin\"] | admin"
            })
    void areText(String json, String value) throws Exception {
        assertThat(of(json).byName()).isEqualTo(Map.of("role", Set.of(value)));
    }

    @Test
    void haveSeveralValuesInAnArray() throws Exception {
        Attributes attributes = of("[\"admin\",7,true,\"admin\"]");

        assertThat(attributes.byName()).isEqualTo(Map.of("role", Set.of("admin", "7", "true")));
        assertThat(attributes.has("role", "7")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "[]", "{}", "{\"a\":\"admin\"}", "[\"admin\",null]", "[\"admin\",{}]", "[[\"admin\"]]"})
    void areNoneOfAnyOtherForm(String json) throws Exception {
        assertThat(of(json)).isSameAs(Attributes.NONE);
    }

    @Test
    void areNoneWhereTheyAreTooLongOrTooMany() throws Exception {
        assertThat(of('"' + "x".repeat(256) + '"').isEmpty()).isFalse();
        assertThat(of('"' + "x".repeat(257) + '"').isEmpty()).isTrue();
        assertThat(of(numbers(16)).isEmpty()).isFalse();
        assertThat(of(numbers(17)).isEmpty()).isTrue();
    }

    @Test
    void leaveTheOthersWhereOneIsNone() throws Exception {
        Attributes attributes = read("{\"role\":{},\"device\":\"phone\",\"attributes\":\"x\",\"user_id\":\"ada\"}");

        assertThat(attributes.byName()).isEqualTo(Map.of("device", Set.of("phone")));
    }

    @Test
    void areSharedByAllThatHaveTheSame() throws Exception {
        assertThat(of("[\"a\",\"b\"]")).isSameAs(of("[\"b\",\"a\"]"));
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private Attributes of(String role) throws JsonProcessingException {
        return read("{\"role\":" + role + "}");
    }

    private Attributes read(String json) throws JsonProcessingException {
        return claims.of(new ObjectMapper().readValue(json, Map.class));
    }
}
