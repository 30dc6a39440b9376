package dev.hermes.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSlicesTest {

    private static final String DATA = "data";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.0",
                "1.50",
                "1e400",
                "-1E-7",
                "12345678901234567890",
                "0.1000000000000000055511151231257827",
                "null",
                "true",
                "false",
                "\"\"",
                "[]",
                "{}",
                "[ ]",
                "{ }",
                "[[[]]]",
                "{\"b\":1,\"a\":{\"c\":[1.0,null]}}",
                "[1 ,\t2,\n3]",
                "\"\\u00e9\"",
                "\"\\u00E9 é 🙂 \\ud83d\\ude42\"",
                "\"\\\"quoted\\\" \\\\\"",
                "\"\\/\"",
                "\"a\\nb\"",
                "\"}{][,:\"",
                "{\"a\":1,\"a\":2}"
            })
    void keepsAValueAsItStands(String value) throws IOException {
        assertThat(slice("{\"data\":" + value + "}")).isEqualTo(value);
        assertThat(slice(" {\r\n \"data\" :\t" + value + " \n, \"other\": 1 } \n"))
                .isEqualTo(value);
    }

    @Test
    void tellsTheTextOfAStringApartFromItsSpelling() throws IOException {
        JsonSlices.Slice slice = slices("{\"data\":\"\\u00e9\\\"\"}").get(DATA).orElseThrow();

        assertThat(slice.json()).isEqualTo("\"\\u00e9\\\"\"");
        assertThat(slice.text()).isEqualTo("é\"");
    }

    @Test
    void knowsAKeyHoweverItIsSpelt() throws IOException {
        assertThat(slice("{\"d\\u0061ta\":1}")).isEqualTo("1");
    }

    @Test
    void takesTheLastOfTwo() throws IOException {
        assertThat(slice("{\"data\":[1],\"other\":0,\"data\":{\"a\":2}}")).isEqualTo("{\"a\":2}");
    }

    @Test
    void looksAtTheOuterObjectAlone() throws IOException {
        assertThat(slices("{\"other\":{\"data\":1},\"more\":[{\"data\":2}]}").get(DATA))
                .isEmpty();
    }

    @Test
    void findsNothingInAnEmptyObject() throws IOException {
        assertThat(slices(" { } ").get(DATA)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "7", "\"x\"", "[]", "[{\"data\":1}]", " [1,2] "})
    void isEmptyForAnotherJsonValueThanAnObject(String text) throws IOException {
        assertThat(JsonSlices.of(text, Set.of(DATA))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "{",
                "{\"data\":1",
                "{\"data\":}",
                "{\"data\"}",
                "{\"data\":1,}",
                "{\"data\":01}",
                "{\"data\":+1}",
                "{\"data\":.5}",
                "{\"data\":NaN}",
                "{\"data\":1e}",
                "{\"data\":\"a}",
                "{\"data\":\"a\tb\"}",
                "{\"data\":\"\\x\"}",
                "{\"data\":[1,2}",
                "{\"data\":{]}",
                "{'data':1}",
                "{data:1}",
                "{\"data\":1}}",
                "{\"data\":1} x",
                "{\"data\":1}{}",
                "{\"data\":1},",
                "{\"data\":tru}",
                "{\"data\":/* none */1}"
            })
    void refusesWhatIsNotJson(String text) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> JsonSlices.of(text, Set.of(DATA)));
    }

    @Test
    void refusesBrokenJsonInAValueThatNobodyAskedFor() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> JsonSlices.of("{\"data\":1,\"other\":[1,,2]}", Set.of(DATA)));
    }

    @Test
    void readsFiveThousandLevels() throws IOException {
        String deep = "[{\"a\":".repeat(2_500) + "1" + "}]".repeat(2_500);

        assertThat(slice("{\"other\":" + deep + ",\"data\":" + deep + "}")).isEqualTo(deep);
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 1_000_000})
    void readsLongValues(int length) throws IOException {
        for (String value : new String[] {
            '"' + "é\\n\\u20ac".repeat(length / 9) + '"', "7".repeat(length), "[" + "12.50, ".repeat(length / 7) + "0]"
        }) {
            assertThat(slice("{\"other\":" + value + ",\"data\":" + value + " }")
                            .equals(value))
                    .isTrue();
        }
    }

    private static String slice(String text) throws IOException {
        return slices(text).get(DATA).orElseThrow().json();
    }

    private static JsonSlices slices(String text) throws IOException {
        return JsonSlices.of(text, Set.of(DATA)).orElseThrow();
    }
}
