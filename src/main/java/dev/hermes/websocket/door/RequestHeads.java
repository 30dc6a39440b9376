package dev.hermes.websocket.door;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/** Finds the ends of HTTP heads in what comes over one connection: an empty line, as leniently as Netty's decoder reads it. */
final class RequestHeads implements ByteProcessor {

    private boolean lineIsEmpty;

    /** The index behind the first end of a head in {@code bytes}; 0 if there is none. */
    int endIn(ByteBuf bytes) {
        return bytes.forEachByte(this) + 1;
    }

    @Override
    public boolean process(byte next) {
        if (next == '\n') {
            boolean end = lineIsEmpty;
            lineIsEmpty = !end;
            return !end;
        }
        if (next != '\r') {
            lineIsEmpty = false;
        }
        return true;
    }
}
