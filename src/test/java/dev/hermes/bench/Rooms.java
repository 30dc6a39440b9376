package dev.hermes.bench;

/** Says which room the client or the message of a number belongs to. */
@FunctionalInterface
interface Rooms {

    String of(int number);

    static Rooms only(String room) {
        return any -> room;
    }
}
