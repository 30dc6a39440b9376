package dev.hermes.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The memory of a process, as the kernel and its JVM see it, in KB. */
public final class ProcessMemory {

    private static final Pattern USED = Pattern.compile("(?:generation|heap) +total \\d+K, used (\\d+)K");
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");

    private final long pid;

    public ProcessMemory(long pid) {
        this.pid = pid;
    }

    /** Physical memory that it holds. */
    public long residentKb() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        String line = Files.readAllLines(status).stream()
                .filter(any -> any.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    /** What lives on the heap after a full collection. */
    public long liveHeapKb() throws IOException {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        return sum;
    }

    /** Memory outside the heap that Java code has asked for, Netty's buffers above all; 0 unless the JVM tracks it. */
    public long directKb() throws IOException {
        Matcher other = OTHER.matcher(jcmd("VM.native_memory", "summary"));
        return other.find() ? Long.parseLong(other.group(1)) : 0;
    }

    private String jcmd(String... command) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process jcmd = new ProcessBuilder(
                        Stream.concat(Stream.of(tool.toString(), Long.toString(pid)), Stream.of(command))
                                .toList())
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes());
    }
}
