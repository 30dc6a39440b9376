package dev.hermes.websocket.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;

/** Frames of RFC 6455, section 5.2, as a server sends them: whole and unmasked, so that all clients share one encoding. */
final class Frame {

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PING = 0x89;
    private static final int FINAL_PONG = 0x8A;
    private static final int TWO_BYTES_OF_LENGTH = 126;
    private static final int EIGHT_BYTES_OF_LENGTH = 127;
    private static final int LONGEST_HEADER = 10;

    /** Never released: it has no count. */
    static final ByteBuf PING = Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer(2).writeByte(FINAL_PING).writeByte(0))
            .asReadOnly();

    private Frame() {}

    /** {@code message} as one text frame, in a direct buffer that the caller owns. */
    static ByteBuf text(String message) {
        byte[] payload = message.getBytes(UTF_8);
        int length = payload.length;
        ByteBuf frame = PooledByteBufAllocator.DEFAULT
                .directBuffer(length + LONGEST_HEADER)
                .writeByte(FINAL_TEXT);
        if (length < TWO_BYTES_OF_LENGTH) {
            frame.writeByte(length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(TWO_BYTES_OF_LENGTH).writeShort(length);
        } else {
            frame.writeByte(EIGHT_BYTES_OF_LENGTH).writeLong(length);
        }
        return frame.writeBytes(payload);
    }

    /** The answer to a ping with {@code payload}, at most 125 bytes, in a buffer that the caller owns. */
    static ByteBuf pong(ByteBuf payload) {
        int length = payload.readableBytes();
        return PooledByteBufAllocator.DEFAULT
                .directBuffer(length + 2)
                .writeByte(FINAL_PONG)
                .writeByte(length)
                .writeBytes(payload, payload.readerIndex(), length);
    }

    /**
     * A close frame, in a buffer that the caller owns.
     *
     * @param code negative: none, and no reason
     * @param reason at most 123 bytes
     */
    static ByteBuf close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        ByteBuf frame =
                PooledByteBufAllocator.DEFAULT.directBuffer(text.length + 4).writeByte(FINAL_CLOSE);
        if (code < 0) {
            return frame.writeByte(0);
        }
        return frame.writeByte(text.length + 2).writeShort(code).writeBytes(text);
    }
}
