package dev.hermes.id;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The text of an id that is a JSON number, the same for every notation of it.
 *
 * <p>An integer without fraction and exponent keeps all its digits. Any other number is printed as ECMAScript prints its
 * double (ECMA-262, Number::toString): {@code 42.0} is "42", {@code 1e21} is "1e+21", {@code 1e400} is "Infinity". Zero
 * is "0", whatever its sign.
 */
public final class NumericId {

    /** Enough digits to tell any double from its neighbours. */
    private static final int MOST_DIGITS = 17;

    private static final int LONGEST_INTEGER = 21;
    private static final int MOST_LEADING_ZEROS = 6;

    private NumericId() {}

    /** @param json a JSON number, as it stands in the text */
    public static String of(String json) {
        if (json.equals("-0")) {
            return "0";
        }
        boolean integer = json.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
        return integer ? json : print(Double.parseDouble(json));
    }

    /** @param number as a JSON parser reads it: a double where it has a fraction or an exponent */
    public static String of(Number number) {
        return number instanceof Double fraction ? print(fraction) : number.toString();
    }

    private static String print(double number) {
        if (number == 0) {
            return "0";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        BigDecimal shortest = shortest(Math.abs(number));
        String digits = shortest.unscaledValue().toString();
        return (number < 0 ? "-" : "") + place(digits, digits.length() - shortest.scale());
    }

    /** The fewest digits that read as {@code number} again, without zeros at their end. */
    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        // Double.toString prints more digits than it needs before Java 19.
        return IntStream.rangeClosed(1, MOST_DIGITS)
                .boxed()
                .flatMap(digits -> neighbours(exact, digits))
                .filter(candidate -> candidate.doubleValue() == number)
                .findFirst()
                .orElse(exact)
                .stripTrailingZeros();
    }

    /**
     * The two numbers of so many digits around {@code exact}, the nearer first, and of two equally near the even one.
     * Next to a power of two it can be the farther one that reads as {@code exact}.
     */
    private static Stream<BigDecimal> neighbours(BigDecimal exact, int digits) {
        return Stream.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP)
                .map(rounding -> exact.round(new MathContext(digits, rounding)));
    }

    /** @param point how many digits stand before the decimal point; zeros are missing where it is not among them */
    private static String place(String digits, int point) {
        int count = digits.length();
        if (point > LONGEST_INTEGER || point <= -MOST_LEADING_ZEROS) {
            String fraction = count == 1 ? "" : "." + digits.substring(1);
            int exponent = point - 1;
            return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (point >= count) {
            return digits + "0".repeat(point - count);
        }
        return digits.substring(0, point) + "." + digits.substring(point);
    }
}
