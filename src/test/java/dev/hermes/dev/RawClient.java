package dev.hermes.dev;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A WebSocket client without manners: it can be silent, read nothing, or end in the middle. */
public final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final Socket socket;
    private DataInputStream frames;

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    /** Connects and asks for the WebSocket; does not wait for the answer. */
    public static RawClient ask(URI uri) throws IOException {
        Socket socket = new Socket();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), uri.getPort()));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        String request = "GET " + uri.getRawPath() + "?" + uri.getRawQuery() + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return new RawClient(socket);
    }

    /** Connects and sends these bytes, whatever they are; does not wait for an answer. */
    public static RawClient send(int port, byte[] bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write(bytes);
        return new RawClient(socket);
    }

    /** Sends one more piece. */
    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads the answer to the handshake, and not one byte more. Returns its status line. */
    public String answer() throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("Closed after: " + head);
            }
            head.append((char) next);
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    /** Reads until the other side has ended the connection. */
    public String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Whether the other side has ended the connection; reads away what came before. */
    public boolean endedByOtherSide() throws IOException {
        try {
            byte[] any = new byte[64 * 1024];
            int read = 0;
            while (read >= 0) {
                read = socket.getInputStream().read(any);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Reads frames until the other side closes, and returns its code. */
    public int closeCode() throws IOException {
        while (true) {
            int opcode = frames().readUnsignedByte() & 0x0F;
            long length = length();
            if (opcode == CLOSE) {
                return frames().readUnsignedShort();
            }
            frames().skipNBytes(length);
        }
    }

    /** The next text frame; skips all others. */
    public String text() throws IOException {
        while (true) {
            int opcode = frames().readUnsignedByte() & 0x0F;
            byte[] payload = frames().readNBytes((int) length());
            if (opcode == TEXT) {
                return new String(payload, StandardCharsets.UTF_8);
            }
        }
    }

    private long length() throws IOException {
        int length = frames().readUnsignedByte();
        return switch (length) {
            case 126 -> frames().readUnsignedShort();
            case 127 -> frames().readLong();
            default -> length;
        };
    }

    private DataInputStream frames() throws IOException {
        if (frames == null) {
            frames = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        }
        return frames;
    }

    /** Ends with RST instead of FIN. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
