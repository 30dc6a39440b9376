package dev.hermes.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Many WebSocket clients of one server, on one thread, as cheap as Java makes them: they must not be what is measured.
 *
 * <p>Each message that they are told to expect must reach each of them exactly once.
 */
final class Subscribers implements AutoCloseable {

    private static final int NO_MASK = 0;
    private static final int TEXT = 0x1;
    private static final int PING = 0x9;

    private final String server;
    private final InetSocketAddress address;
    private final IntFunction<String> paths;
    private final String hello;
    private final Selector selector = Selector.open();
    private final ByteBuffer input = ByteBuffer.allocate(1 << 20);
    private final List<Client> clients = new ArrayList<>();
    private final Thread thread;
    private final int wanted;
    private final int window;

    private int opened;
    private int greeted;
    private int refused;
    private int underWay;
    private long startedAt;
    private long openedAt;
    private String firstRefusal = "";
    private volatile Tally tally;
    private volatile boolean closing;

    /**
     * Begins to open {@code count} connections.
     *
     * @param hello what each has to say first; null for nothing
     * @param window how many handshakes may be under way at a time
     */
    Subscribers(
            String server, InetSocketAddress address, String hello, int count, IntFunction<String> paths, int window)
            throws IOException {
        this.server = server;
        this.address = address;
        this.hello = hello;
        this.paths = paths;
        this.wanted = count;
        this.window = window;
        this.thread = new Thread(this::run, "subscribers-" + server);
        thread.setDaemon(true);
        thread.start();
    }

    Subscribers(Peer peer, int count, IntFunction<String> paths, int window) throws IOException {
        this(peer.name(), peer.address(), peer.hello(), count, paths, window);
    }

    /** All {@code count} of them in one room, once they are there. */
    static Subscribers of(Peer peer, String room, int count) throws Exception {
        Subscribers subscribers = new Subscribers(peer, count, client -> peer.path(room, client), 64);
        subscribers.awaitOpen(Duration.ofMinutes(5));
        return subscribers;
    }

    /**
     * How long all took to open, in seconds.
     *
     * @throws Wrong if the server refused one, or did not let all in in time
     */
    synchronized double awaitOpen(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        int greetings = hello == null ? 0 : wanted;
        while (refused == 0 && (opened < wanted || greeted < greetings)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new Wrong(server + " let in " + opened + " of " + wanted + " in " + patience);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (refused > 0) {
            throw new Wrong(server + " refused " + refused + " of " + wanted + ": " + firstRefusal);
        }
        return (openedAt - startedAt) / 1e9;
    }

    /** What they get from now on is compared with {@code count} messages whose numbers begin with {@code first}. */
    Tally expect(int first, int count) {
        tally = Tally.ofAll(server, first, count, wanted);
        return tally;
    }

    /** Of {@code count} messages from {@code first} on, each client gets those whose turn is its own. */
    Tally expectOneEach(int first, int count) {
        tally = Tally.oneEach(server, first, count, wanted);
        return tally;
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        startedAt = System.nanoTime();
        try (selector) {
            while (!closing) {
                open();
                selector.select(this::ready);
            }
            for (Client client : clients) {
                client.channel.close();
            }
        } catch (IOException e) {
            // Of this process, such as too many open files.
            failed(e.toString());
        }
    }

    private synchronized void failed(String reason) {
        refused++;
        firstRefusal = reason;
        notifyAll();
    }

    private void open() throws IOException {
        while (clients.size() < wanted && underWay < window) {
            Client client = new Client(clients.size(), SocketChannel.open());
            client.channel.configureBlocking(false);
            client.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            clients.add(client);
            underWay++;
            client.channel.connect(address);
            client.key = client.channel.register(selector, SelectionKey.OP_CONNECT, client);
        }
    }

    private void ready(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isConnectable()) {
                client.channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                client.write(handshake(paths.apply(client.index)));
            } else {
                read(client);
            }
        } catch (IOException e) {
            end(client, e.toString());
        }
    }

    private String handshake(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + ":" + address.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    }

    private void read(Client client) throws IOException {
        input.clear();
        if (client.rest != null) {
            input.put(client.rest);
            client.rest = null;
        }
        int count = client.channel.read(input);
        long now = System.nanoTime();
        input.flip();
        if (count < 0) {
            end(client, "closed");
            return;
        }
        if (!client.open && !opened(client)) {
            client.keepRest(input);
            return;
        }
        while (frame(client, now)) {}
        client.keepRest(input);
    }

    /** Takes the answer to the handshake off the input; false if it is not there yet. */
    private boolean opened(Client client) throws IOException {
        String head = new String(input.array(), 0, input.limit(), US_ASCII);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (!head.startsWith("HTTP/1.1 101")) {
            end(client, head.substring(0, head.indexOf('\r')));
            return false;
        }
        input.position(end + 4);
        client.open = true;
        if (hello != null) {
            client.write(masked(TEXT, hello.getBytes(US_ASCII)));
        }
        synchronized (this) {
            opened++;
            underWay--;
            openedAt = System.nanoTime();
            notifyAll();
        }
        return true;
    }

    /** Takes one frame off the input; false if there is no whole one. */
    private boolean frame(Client client, long now) throws IOException {
        if (input.remaining() < 2) {
            return false;
        }
        int start = input.position();
        int kind = input.get(start) & 0x0f;
        int length = input.get(start + 1) & 0x7f;
        int head = 2;
        if (length == 126) {
            head = 4;
            if (input.remaining() < head) {
                return false;
            }
            length = input.getShort(start + 2) & 0xffff;
        } else if (length == 127) {
            throw new IOException("a frame longer than this benchmark sends");
        }
        if (input.remaining() < head + length) {
            return false;
        }
        input.position(start + head + length);
        if (kind == TEXT) {
            text(client, start + head, length, now);
        } else if (kind == PING) {
            byte[] payload = new byte[length];
            input.get(start + head, payload);
            client.write(masked(0xA, payload));
        }
        return true;
    }

    private void text(Client client, int start, int length, long now) {
        int at = Message.find(input.array(), start, length);
        Tally current = tally;
        if (at >= 0 && current != null) {
            current.add(client.index, Message.number(input.array(), at), Message.sentAt(input.array(), at), now);
        } else if (at < 0 && hello != null) {
            synchronized (this) {
                // Socket.IO answers the greeting with a packet that begins with 40.
                greeted += length > 1 && input.get(start) == '4' && input.get(start + 1) == '0' ? 1 : 0;
                notifyAll();
            }
        }
    }

    private static ByteBuffer masked(int kind, byte[] payload) {
        // A mask of zeros leaves the payload as it is.
        return ByteBuffer.allocate(6 + payload.length)
                .put((byte) (0x80 | kind))
                .put((byte) (0x80 | payload.length))
                .putInt(NO_MASK)
                .put(payload)
                .flip();
    }

    private synchronized void end(Client client, String reason) {
        client.key.cancel();
        try {
            client.channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        // One that was open misses what comes from now on, which its tally tells.
        if (!client.open) {
            refused++;
            underWay--;
            firstRefusal = firstRefusal.isEmpty() ? reason : firstRefusal;
        }
        notifyAll();
    }

    private static final class Client {

        private final int index;
        private final SocketChannel channel;
        private SelectionKey key;
        private boolean open;
        private byte[] rest;

        private Client(int index, SocketChannel channel) {
            this.index = index;
            this.channel = channel;
        }

        private void write(String text) throws IOException {
            write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
        }

        /** What a client writes is short, and finds room in the socket's buffer. */
        private void write(ByteBuffer bytes) throws IOException {
            channel.write(bytes);
        }

        private void keepRest(ByteBuffer input) {
            if (input.hasRemaining()) {
                rest = new byte[input.remaining()];
                input.get(rest);
            }
        }
    }
}
