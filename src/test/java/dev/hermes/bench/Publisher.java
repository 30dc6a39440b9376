package dev.hermes.bench;

/** Sends messages to one room, in the way that its server is published to. */
interface Publisher {

    /** How fast: no faster than the server takes them. */
    double BACK_TO_BACK = 0;

    /**
     * Returns when the server has taken them all.
     *
     * @param first the number of the first of {@code count} messages
     * @param perSecond how many, evenly spread, or {@link #BACK_TO_BACK}
     */
    void send(int first, int count, double perSecond) throws Exception;

    /** Waits until it is the turn of the {@code index}th message. */
    static void pace(long start, int index, double perSecond) throws InterruptedException {
        if (perSecond > 0) {
            long wait = start + (long) (index * 1e9 / perSecond) - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
        }
    }
}
