package dev.hermes.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What ends the process: the first SIGTERM or SIGINT is waited for, a second one ends the process at once.
 *
 * <p>In place of a shutdown hook, during which the JVM heeds no second signal. Java's only interface to signals is
 * {@code sun.misc.Signal}, for which the compiler has a warning that cannot be suppressed; hence the reflection.
 */
final class Signals {

    /** What a shell makes of a signal, so that others see no difference to a process without a handler. */
    private static final int TERMINATED = 128 + 15;

    private static final int INTERRUPTED = 128 + 2;

    private final CountDownLatch first = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger();

    private Signals() {}

    /** Catches both signals from now on. */
    static Signals caught() throws ReflectiveOperationException {
        Signals signals = new Signals();
        signals.handle("TERM", TERMINATED);
        signals.handle("INT", INTERRUPTED);
        return signals;
    }

    private void handle(String name, int code) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler came = (self, method, arguments) -> {
            came(code);
            return null;
        };
        signal.getMethod("handle", signal, handler)
                .invoke(
                        null,
                        signal.getConstructor(String.class).newInstance(name),
                        Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, came));
    }

    private void came(int code) {
        if (!exitCode.compareAndSet(0, code)) {
            Runtime.getRuntime().halt(code);
        }
        first.countDown();
    }

    /** Waits for the first signal. Returns the exit code that stands for it. */
    int await() throws InterruptedException {
        first.await();
        return exitCode.get();
    }
}
