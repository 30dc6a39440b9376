package dev.hermes.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("AWS_REGION", "eu-west-1");
    private static final List<String> WORDS = List.of("curl", "http://127.0.0.1:1/q", "Body={\"a\":\"b c\"}");

    @Test
    void ofLinuxAndMacIsTheShell() {
        assertThat(Terminal.of("Linux")).containsExactly(Terminal.SHELL);
        assertThat(Terminal.of("Mac OS X")).containsExactly(Terminal.SHELL);

        assertThat(Terminal.SHELL.line(ENVIRONMENT, WORDS))
                .isEqualTo("AWS_REGION=eu-west-1 curl http://127.0.0.1:1/q 'Body={\"a\":\"b c\"}'");
    }

    @Test
    void ofWindowsIsEitherOfTwo() {
        assertThat(Terminal.of("Windows 11")).containsExactly(Terminal.CMD, Terminal.POWERSHELL);

        assertThat(Terminal.CMD.line(ENVIRONMENT, WORDS))
                .isEqualTo("set AWS_REGION=eu-west-1&& curl http://127.0.0.1:1/q \"Body={\\\"a\\\":\\\"b c\\\"}\"");
        assertThat(Terminal.POWERSHELL.line(ENVIRONMENT, WORDS))
                .isEqualTo("$env:AWS_REGION='eu-west-1'; curl.exe --% http://127.0.0.1:1/q"
                        + " \"Body={\\\"a\\\":\\\"b c\\\"}\"");
    }
}
