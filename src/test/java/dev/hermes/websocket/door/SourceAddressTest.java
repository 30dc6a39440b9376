package dev.hermes.websocket.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {

    private final SourceAddress addresses = new SourceAddress(List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/32"));

    @Test
    void isThatOfThePeerWhereItIsNoTrustedProxy() throws Exception {
        assertThat(of("198.51.100.1", "203.0.113.9")).isEqualTo("198.51.100.1");
        assertThat(new SourceAddress(List.of()).of(InetAddress.getByName("10.0.0.1"), List.of("203.0.113.9")))
                .isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9                      | 203.0.113.9",
                "1.1.1.1, 203.0.113.9             | 203.0.113.9",
                "203.0.113.9, 10.1.2.3            | 203.0.113.9",
                "203.0.113.9,192.0.2.7,10.1.2.3   | 203.0.113.9",
                "203.0.113.9:4711                 | 203.0.113.9",
                "[2001:db9::1]:4711               | 2001:db9:0:0:0:0:0:1",
                "2001:db9::1, 2001:db8::2         | 2001:db9:0:0:0:0:0:1",
                "::ffff:203.0.113.9               | 203.0.113.9",
                "10.1.1.1, 10.2.2.2               | 10.1.1.1"
            })
    void isTheLastThatIsNoTrustedProxy(String forwarded, String source) throws Exception {
        assertThat(of("10.0.0.1", forwarded)).isEqualTo(source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "203.0.113.9, example.com", "203.0.113.9, []", "203.0.113.9,", "1.2.3.4.5"})
    void isThatOfTheProxyWhereItNamesNone(String forwarded) throws Exception {
        assertThat(of("10.0.0.1", forwarded)).isEqualTo("10.0.0.1");
    }

    @Test
    void isFoundInSeveralLines() throws Exception {
        assertThat(addresses.of(InetAddress.getByName("10.0.0.1"), List.of("203.0.113.9", "10.0.0.2")))
                .isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "example.com", "10.0.0.0/x", "/8", "10.0.0.0/8/8"})
    void saysWhichNetworkIsNone(String network) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SourceAddress(List.of(network)))
                .withMessageContaining("hermes.gateway.trusted-proxies names '" + network + "'");
    }

    private String of(String peer, String forwarded) throws UnknownHostException {
        return addresses.of(InetAddress.getByName(peer), List.of(forwarded));
    }
}
