package dev.hermes.dev;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A TCP connection to another port that can be pulled out and put back, or held without a word. */
public final class Cable implements AutoCloseable {

    private final int from;
    private final int to;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private final AtomicReference<Trap> trap = new AtomicReference<>();
    private boolean held;

    /** @param answered whether it waits for what comes back after the text, and not for the text itself */
    private record Trap(String text, boolean answered, Runnable then) {}

    public Cable(int from, int to) {
        this.from = from;
        this.to = to;
        plugIn();
    }

    /** Connections are taken and passed on from now on. */
    public void plugIn() {
        try {
            listener = new ServerSocket(from, 50, InetAddress.getLoopbackAddress());
            ServerSocket accepting = listener;
            new Thread(() -> accept(accepting), "cable").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections are cut, new ones refused. */
    public void pullOut() {
        quietly(listener);
        open.forEach(Cable::quietly);
        open.clear();
    }

    /** Connections are taken, and stay, but nothing is passed on. */
    public synchronized void hold() {
        held = true;
    }

    /** What was held is passed on. */
    public synchronized void release() {
        held = false;
        notifyAll();
    }

    /** Once, before the next bytes that hold this text, or what comes back after them, are passed on, something happens. */
    public void trap(String text, boolean answered, Runnable then) {
        trap.set(new Trap(text, answered, then));
    }

    private synchronized void awaitRelease() throws InterruptedException {
        while (held) {
            wait();
        }
    }

    private void accept(ServerSocket accepting) {
        while (!accepting.isClosed()) {
            try {
                connect(accepting.accept());
            } catch (IOException pulledOut) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
            open.add(near);
            open.add(far);
            AtomicBoolean seen = new AtomicBoolean();
            pump(near, far, text -> spring(text, seen));
            pump(far, near, text -> springIf(seen.getAndSet(false)));
        } catch (IOException nobodyThere) {
            quietly(near);
        }
    }

    private void spring(String text, AtomicBoolean seen) {
        Trap set = trap.get();
        if (set != null && text.contains(set.text())) {
            seen.set(true);
            springIf(!set.answered());
        }
    }

    private void springIf(boolean due) {
        Trap set = due ? trap.getAndSet(null) : null;
        if (set != null) {
            set.then().run();
        }
    }

    private void pump(Socket in, Socket out, Consumer<String> before) {
        new Thread(
                        () -> {
                            try {
                                pass(in.getInputStream(), out.getOutputStream(), before);
                            } catch (IOException | InterruptedException cut) {
                                // Both ends are closed below, which is all that a cut means.
                            }
                            quietly(in);
                            quietly(out);
                        },
                        "cable-pump")
                .start();
    }

    private void pass(InputStream in, OutputStream out, Consumer<String> before)
            throws IOException, InterruptedException {
        byte[] some = new byte[16 * 1024];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            awaitRelease();
            before.accept(new String(some, 0, read, ISO_8859_1));
            out.write(some, 0, read);
        }
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception alreadyGone) {
            // Nothing is left to close.
        }
    }

    @Override
    public void close() {
        release();
        pullOut();
    }
}
