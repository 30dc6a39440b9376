package dev.hermes.audience;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What all lanes share.
 *
 * @param nanos a clock that never goes back, in nanoseconds
 * @param inTrouble is told of each push that a holder did not take at the first try because it does not answer
 */
record LaneTerms(LaneMeters meters, LongSupplier nanos, Consumer<Push> inTrouble) {}
