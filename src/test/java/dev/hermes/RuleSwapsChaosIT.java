package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.hermes.bench.Report;
import dev.hermes.dev.RuleFolder;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.Rules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 500 swaps of the rules of this release: what they cost, and that they leave nothing behind. */
@Tag("chaos")
class RuleSwapsChaosIT {

    private static final int WARM_UP = 100;
    private static final int SWAPS = Integer.getInteger("chaos.swaps", 500);
    /** Of six changes, one is refused. */
    private static final int REFUSED = 6;

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final double CPU_BAR_MILLIS = 150;
    private static final long HEAP_SLACK_KB = 3_000;
    private static final int CLASS_SLACK = 50;

    /** What this process holds, once nothing of replaced rules is under way. */
    private record Held(long heapKb, int threads, long files, int classes) {

        static Held now() {
            System.gc();
            return new Held(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024,
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                            .getOpenFileDescriptorCount(),
                    ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        }
    }

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private int count;

    @TempDir
    private Path folder;

    @Test
    void costLittleAndLeaveNothingBehind() throws Exception {
        RuleFolder files = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        String push = files.read("push");
        try (Validation validation = new Validation(Settings.load(Path.of(""), Map.of()))) {
            Rules rules = new Rules(validation.builder(), meters, Clock.systemUTC());
            rules.begin(RuleFiles.read(files.path()));
            swap(rules, files, push, WARM_UP);
            Held before = Held.now();
            long generation = rules.generation();
            long cpu = cpuNanos();

            int taken = swap(rules, files, push, SWAPS);

            double cpuMillis = (cpuNanos() - cpu) / 1e6 / SWAPS;
            Held[] after = {Held.now()};
            new Report()
                    .line("rule-swaps")
                    .with("swaps", taken)
                    .with("refused", SWAPS - taken)
                    .with("cpu_ms_per_change", cpuMillis)
                    .with("before", before)
                    .with("after", after[0])
                    .print();
            assertThat(rules.generation()).isEqualTo(generation + taken);
            assertThat(cpuMillis).isLessThan(CPU_BAR_MILLIS);
            await().atMost(SOON).untilAsserted(() -> {
                after[0] = Held.now();
                assertThat(after[0].threads()).isLessThanOrEqualTo(before.threads());
                assertThat(after[0].files()).isLessThanOrEqualTo(before.files());
                assertThat(after[0].heapKb()).isLessThan(before.heapKb() + HEAP_SLACK_KB);
                assertThat(after[0].classes()).isLessThan(before.classes() + CLASS_SLACK);
            });
            rules.stop();
        }
    }

    /** @return how many changes were taken up; a sixth is refused */
    private int swap(Rules rules, RuleFolder files, String push, int changes) throws IOException {
        int taken = 0;
        for (int n = 1; n <= changes; n++) {
            boolean broken = n % REFUSED == 0;
            count++;
            String frame = "v" + count + " ${variable.notification.frame}";
            String text = push.replace("${variable.notification.frame}", frame);
            files.write("push", broken ? text.replace("ref: handOver", "ref: handOvr") : text);
            rules.take(RuleFiles.read(files.path()));
            taken += broken ? 0 : 1;
            await().atMost(SOON)
                    .until(() -> meters.get("hermes.rules.sets").gauge().value() == 1);
        }
        return taken;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
