package dev.hermes.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

class BcryptHashTest {

    private static final String ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String INNER_TOKEN = "1nn3r";
    private static final String TEXT = BCrypt.hashpw(INNER_TOKEN, BCrypt.gensalt(4));

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void matchesUnderTheNameOfEveryWriter(String prefix) {
        assertThat(matches(prefix + TEXT.substring(4), INNER_TOKEN)).isTrue();
        assertThat(matches(prefix + TEXT.substring(4), "another")).isFalse();
    }

    @Test
    void matchesWhatLibcryptMade() {
        assertThat(matches("$2b$04$abcdefghijklmnopqrstuul5dkahLtygotwaAGXE4ZjrhF1i2nGD2", INNER_TOKEN))
                .isTrue();
    }

    @Test
    void matchesWhateverTheUnusedBitsAre() {
        for (int bits = 0; bits < 16; bits++) {
            String salted = withBits(TEXT, 28, bits);
            String both = withBits(salted, 59, bits & 3);

            assertThat(matches(salted, INNER_TOKEN)).as(salted).isTrue();
            assertThat(matches(both, INNER_TOKEN)).as(both).isTrue();
            assertThat(matches(both, "another")).as(both).isFalse();
            assertThat(BcryptHash.parse(both).orElseThrow().text()).isEqualTo(TEXT);
        }
    }

    @Test
    void doesNotMatchWhereAUsedBitDiffers() {
        char last = TEXT.charAt(59);
        String other = TEXT.substring(0, 59) + ALPHABET.charAt(ALPHABET.indexOf(last) ^ 4);

        assertThat(matches(other, INNER_TOKEN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"04", "10", "14", "30"})
    void tellsItsCost(String cost) {
        assertThat(BcryptHash.parse(withCost(cost)).orElseThrow().cost()).isEqualTo(Integer.parseInt(cost));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "03", "31", "32", "99", "4", "004", "-4", "xx", "\u0661\u0660"})
    void isNoneWithACostThatBCryptDoesNotHave(String cost) {
        assertThat(BcryptHash.parse(withCost(cost))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "$", "$2a$", "$2b$", "$2a$04$", "$2a$04$tooshort", "$1$abc", "$2x$04$abc", "1nn3r"})
    void isNoneWithAnotherText(String text) {
        assertThat(BcryptHash.parse(text)).isEmpty();
        assertThat(BcryptHash.parse(TEXT + text + "\n")).isEmpty();
        assertThat(BcryptHash.parse(" " + TEXT)).isEmpty();
    }

    private static boolean matches(String text, String innerToken) {
        return BcryptHash.parse(text).orElseThrow().matches(innerToken);
    }

    private static String withCost(String cost) {
        return TEXT.substring(0, 4) + cost + TEXT.substring(6);
    }

    private static String withBits(String text, int at, int bits) {
        char other = ALPHABET.charAt(ALPHABET.indexOf(text.charAt(at)) | bits);
        return text.substring(0, at) + other + text.substring(at + 1);
    }
}
