package dev.hermes.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeAddressTest {

    @Test
    void isReadAsItWasWritten() {
        NodeAddress address = new NodeAddress("http://10.0.0.2:8080/dev", "n-1_x");

        assertThat(address.text()).isEqualTo("http://10.0.0.2:8080/dev/@nodes/n-1_x");
        assertThat(NodeAddress.parse(address.text())).contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://10.0.0.2:8080/dev", "https://api.execute-api.eu-west-1.amazonaws.com/dev"})
    void isNotThatOfAGatewayOrOfAnOldNode(String endpoint) {
        assertThat(NodeAddress.parse(endpoint)).isEmpty();
    }
}
