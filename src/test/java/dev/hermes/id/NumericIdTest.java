package dev.hermes.id;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericIdTest {

    private static final Path NODE = Path.of("/usr/bin/node");
    private static final String PRINT_EACH_LINE =
            "require('fs').readFileSync(process.argv[1],'utf8').trim().split('\\n')"
                    + ".forEach(n=>console.log(String(JSON.parse(n))))";

    @ParameterizedTest
    @CsvSource({
        "42.0, 42",
        "42e0, 42",
        "4.2E+1, 42",
        "420e-1, 42",
        "2.50, 2.5",
        "-1.50, -1.5",
        "10000000.0, 10000000",
        "1e+15, 1000000000000000",
        "1e20, 100000000000000000000",
        "123456789012345678901.0, 123456789012345680000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "0.000001, 0.000001",
        "0.0000001, 1e-7",
        "1.25e-7, 1.25e-7",
        "0.1, 0.1",
        "100.001, 100.001",
        "9007199254740993.0, 9007199254740992",
        "1e23, 1e+23",
        "5e-324, 5e-324",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "2.0e-3, 0.002",
        "2e-44, 2e-44"
    })
    void printsTheDoubleAsEcmaScriptDoes(String json, String text) {
        assertThat(NumericId.of(json)).isEqualTo(text);
        assertThat(NumericId.of(Double.valueOf(json))).isEqualTo(text);
    }

    @Test
    void takesTheFewestDigitsWhereTheNearestOfThemReadsAsAnother() {
        assertThat(NumericId.of(Math.pow(2, -44))).isEqualTo("5.684341886080802e-14");
    }

    @ParameterizedTest
    @CsvSource({"854928755964335.75, 854928755964335.8", "2251799813685247.75, 2251799813685247.8"})
    void takesTheEvenOneOfTwoThatAreEquallyNear(String json, String text) {
        assertThat(NumericId.of(json)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "7",
                "-7",
                "42",
                "9007199254740993",
                "12345678901234567890",
                "1000000000000000000000000000001"
            })
    void keepsEveryDigitOfAnInteger(String json) {
        assertThat(NumericId.of(json)).isEqualTo(json);
        assertThat(NumericId.of(new BigInteger(json))).isEqualTo(json);
    }

    @Test
    void keepsAnIntegerOfAThousandDigits() {
        assertThat(NumericId.of("9".repeat(1_000))).isEqualTo("9".repeat(1_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "0.0", "-0.0", "0e5", "-0E-7", "1e-400", "-1e-400", "0e99999999999"})
    void knowsOneZero(String json) {
        assertThat(NumericId.of(json)).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"1e400, Infinity", "-1e400, -Infinity", "1e99999999999, Infinity"})
    void namesWhatNoDoubleCanHold(String json, String text) {
        assertThat(NumericId.of(json)).isEqualTo(text);
    }

    @Test
    void agreesWithNodeOnTenThousandNumbers(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(NODE), "Skipped: needs node in /usr/bin");
        List<String> numbers = anyNumbers();
        Path file = Files.write(folder.resolve("numbers"), numbers);

        Process node = new ProcessBuilder(NODE.toString(), "-e", PRINT_EACH_LINE, file.toString())
                .redirectErrorStream(true)
                .start();
        List<String> printed =
                new String(node.getInputStream().readAllBytes(), UTF_8).lines().toList();

        assertThat(printed).hasSameSizeAs(numbers);
        assertThat(numbers.stream().map(NumericId::of)).containsExactlyElementsOf(printed);
    }

    /** From all bit patterns, around each power of two and of ten, and short decimals. Each has an exponent or a fraction. */
    private static List<String> anyNumbers() {
        Random random = new Random(42);
        List<String> numbers = new ArrayList<>();
        while (numbers.size() < 5_000) {
            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any)) {
                numbers.add(Double.toString(any));
            }
        }
        for (int exponent = -1_074; exponent < 1_024; exponent++) {
            double power = Math.scalb(1.0, exponent);
            numbers.add(Double.toString(power));
            numbers.add(Double.toString(Math.nextDown(power)));
        }
        for (int exponent = -330; exponent < 315; exponent++) {
            numbers.add("1e" + exponent);
            numbers.add("-9.99E" + exponent);
        }
        return numbers;
    }
}
