package dev.hermes.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the greeting prints works when it is pasted. */
class GreetingIT {

    private final DevStack stack = Stacks.shared();
    private final String greeting = new Greeting(stack, "Linux").text();

    @ParameterizedTest
    @ValueSource(strings = {"curl ", "java -jar", "aws sqs"})
    void deliversWhatIsSentByEachOfItsLines(String program) throws Exception {
        assumeTrue(isInstalled(program.split(" ")[0]), program + "is not installed");
        String line = greeting.lines()
                .filter(text -> text.contains(program))
                .findFirst()
                .orElseThrow();
        try (WebSocketClient ada = WebSocketClient.open(socket())) {
            Process sent = new ProcessBuilder("sh", "-c", line)
                    .directory(Path.of("").toAbsolutePath().toFile())
                    .inheritIO()
                    .start();

            assertThat(sent.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(sent.exitValue()).isZero();
            JsonObject frame = new JsonObject(ada.frame());
            assertThat(frame.getString("user_id")).isEqualTo("shop");
            assertThat(frame.getJsonObject("data").getString("title")).isEqualTo("Order 17 shipped");
        }
    }

    private URI socket() {
        return URI.create(find("Socket +(\\S+)<token>") + find("Token +(\\S+)"));
    }

    private String find(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(greeting);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static boolean isInstalled(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }
}
