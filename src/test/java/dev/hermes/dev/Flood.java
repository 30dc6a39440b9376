package dev.hermes.dev;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Clients that do far too much of something, until this is closed. */
public final class Flood implements AutoCloseable {

    private static final int TEXT = 0x1;
    private static final int PING = 0x9;
    private static final int LONGEST_PING = 125;
    private static final int PER_BURST = 100;
    private static final String UPGRADE = "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private final List<RawClient> open = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** A client sends pings as fast as it can and reads nothing, until it is cut off. */
    public void pingWithoutReading(URI uri) throws IOException {
        RawClient client = RawClient.ask(uri);
        open.add(client);
        client.answer();
        byte[] pings = repeated(masked(PING, new byte[LONGEST_PING]));
        threads.execute(() -> {
            try {
                while (!threads.isShutdown()) {
                    client.write(pings);
                }
            } catch (IOException cutOff) {
                // As it should be.
            }
        });
    }

    /** A client sends so many messages in a second, reads what comes, and comes again whenever it is closed. */
    public void sendMessages(URI uri, int perSecond) {
        byte[] messages = repeated(masked(TEXT, "{\"action\":\"sendMessage\",\"data\":1}".getBytes(UTF_8)));
        long pause = 1_000_000_000L * PER_BURST / perSecond;
        threads.execute(() -> {
            while (!threads.isShutdown()) {
                try (RawClient client = RawClient.ask(uri)) {
                    client.answer();
                    threads.execute(() -> readAway(client));
                    long next = System.nanoTime();
                    while (!threads.isShutdown()) {
                        client.write(messages);
                        next += pause;
                        LockSupport.parkNanos(next - System.nanoTime());
                    }
                } catch (IOException closed) {
                    LockSupport.parkNanos(pause);
                }
            }
        });
    }

    private static void readAway(RawClient client) {
        try {
            client.rest();
        } catch (IOException closed) {
            // Nothing is left to read.
        }
    }

    /** A client begins a handshake, and never ends it. */
    public void askByHalf(URI uri) throws IOException {
        open.add(RawClient.send(
                uri.getPort(),
                ("GET " + uri.getRawPath() + " HTTP/1.1\r\nHost: localhost\r\nUpg").getBytes(ISO_8859_1)));
    }

    /**
     * Asks for a WebSocket so often on one connection, whatever the answer.
     *
     * @return how often it was answered before the connection ended
     */
    public static int askAgainAndAgain(URI uri, int times) throws IOException {
        byte[] request = ("GET " + uri.getRawPath() + "?" + uri.getRawQuery() + " HTTP/1.1\r\nHost: localhost\r\n"
                        + UPGRADE + "\r\n")
                .getBytes(ISO_8859_1);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            OutputStream out = socket.getOutputStream();
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            for (int answered = 0; answered < times; answered++) {
                out.write(request);
                if (!skipAnswer(in)) {
                    return answered;
                }
            }
            return times;
        }
    }

    private static boolean skipAnswer(BufferedReader in) throws IOException {
        int length = 0;
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            if (line.toLowerCase().startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
            }
            line = in.readLine();
        }
        in.skip(length);
        return line != null;
    }

    private static byte[] repeated(byte[] frame) {
        ByteBuffer all = ByteBuffer.allocate(frame.length * PER_BURST);
        for (int n = 0; n < PER_BURST; n++) {
            all.put(frame);
        }
        return all.array();
    }

    /** With a mask of zeros. */
    private static byte[] masked(int opcode, byte[] payload) {
        return ByteBuffer.allocate(payload.length + 6)
                .put((byte) (0x80 | opcode))
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload)
                .array();
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        for (RawClient client : open) {
            client.close();
        }
    }
}
