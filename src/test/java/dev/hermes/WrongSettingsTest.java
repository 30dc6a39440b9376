package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermes.settings.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each wrong setting gets: one sentence with the key, the value and what would be right. */
class WrongSettingsTest {

    private static final String SECRET = "s".repeat(64);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hermes.gateway.prot                        | 81                    | hermes.gateway.prot is no setting of Hermes: did you mean hermes.gateway.port?
            hermes.gateway.allowed-origin              | https://a.org         | hermes.gateway.allowed-origin is no setting of Hermes: did you mean hermes.gateway.allowed-origins?
            hermes.Gateway.port                        | 81                    | hermes.Gateway.port is no setting of Hermes: did you mean hermes.gateway.port?
            hermes.token.table                         | tokens                | hermes.token.table is no setting of Hermes: did you mean hermes.tokens.table?
            hermes.gateway.port                        | eighty                | hermes.gateway.port is 'eighty', but must be a whole number from 1 to 65535
            hermes.gateway.port                        | 0                     | hermes.gateway.port is '0', but must be a whole number from 1 to 65535
            hermes.gateway.port                        | 65536                 | hermes.gateway.port is '65536', but must be a whole number from 1 to 65535
            hermes.gateway.port                        | 8080.5                | hermes.gateway.port is '8080.5', but must be a whole number from 1 to 65535
            hermes.gateway.port                        | ''                    | hermes.gateway.port is '', but must be a whole number from 1 to 65535
            hermes.management.port                     | -9090                 | hermes.management.port is '-9090', but must be a whole number from 0 to 65535
            hermes.gateway.host                        | no such host          | hermes.gateway.host is 'no such host', but must be an address, or a host name that this machine can resolve
            hermes.management.host                     | http://127.0.0.1      | hermes.management.host is 'http://127.0.0.1', but must be an address, or a host name that this machine can resolve
            hermes.gateway.stage                       | dev/v1                | hermes.gateway.stage is 'dev/v1', but must be one segment of a path: letters, digits and . _ ~ -, without /
            hermes.gateway.stage                       | /dev                  | hermes.gateway.stage is '/dev', but must be one segment of a path: letters, digits and . _ ~ -, without /
            hermes.gateway.stage                       | ''                    | hermes.gateway.stage is '', but must be one segment of a path: letters, digits and . _ ~ -, without /
            hermes.gateway.allowed-origins             | app.example.org       | hermes.gateway.allowed-origins is 'app.example.org', but must be origins like https://example.org (scheme, host and port; no path and no *), separated by commas, or empty
            hermes.gateway.allowed-origins             | https://a.org/app     | hermes.gateway.allowed-origins is 'https://a.org/app', but must be origins like https://example.org (scheme, host and port; no path and no *), separated by commas, or empty
            hermes.gateway.allowed-origins             | *                     | hermes.gateway.allowed-origins is '*', but must be origins like https://example.org (scheme, host and port; no path and no *), separated by commas, or empty
            hermes.gateway.allowed-origins             | https://a.org;b       | hermes.gateway.allowed-origins is 'https://a.org;b', but must be origins like https://example.org (scheme, host and port; no path and no *), separated by commas, or empty
            hermes.gateway.trusted-proxies             | 10.0.0.0/33           | hermes.gateway.trusted-proxies is '10.0.0.0/33', but must be networks like 10.0.0.0/8, separated by commas, or empty
            hermes.gateway.trusted-proxies             | proxy.example.org     | hermes.gateway.trusted-proxies is 'proxy.example.org', but must be networks like 10.0.0.0/8, separated by commas, or empty
            hermes.gateway.demo                        | yes                   | hermes.gateway.demo is 'yes', but must be true or false
            hermes.routes.reload                       | enable                | hermes.routes.reload is 'enable', but must be true or false
            hermes.gateway.max-sockets                 | -1                    | hermes.gateway.max-sockets is '-1', but must be a whole number, 0 or more
            hermes.gateway.drain-seconds               | 15s                   | hermes.gateway.drain-seconds is '15s', but must be a whole number of seconds, 0 or more
            hermes.access.max-bcrypt-cost              | high                  | hermes.access.max-bcrypt-cost is 'high', but must be a whole number, 0 or more
            hermes.access.attributes                   | role,user_id          | hermes.access.attributes is 'role,user_id', but must be at most 8 names of claims, separated by commas, none of them exp, iat, nbf, room_id, token, user_id, or empty
            hermes.access.attributes                   | a,b,c,d,e,f,g,h,i     | hermes.access.attributes is 'a,b,c,d,e,f,g,h,i', but must be at most 8 names of claims, separated by commas, none of them exp, iat, nbf, room_id, token, user_id, or empty
            hermes.aws.sqs-endpoint                    | localhost:9324        | hermes.aws.sqs-endpoint is 'localhost:9324', but must be a URL that begins with http:// or https:// and names a host (without _), or empty
            hermes.aws.dynamodb-endpoint               | ftp://127.0.0.1       | hermes.aws.dynamodb-endpoint is 'ftp://127.0.0.1', but must be a URL that begins with http:// or https:// and names a host (without _), or empty
            hermes.apigateway.endpoint                 | wss://a.example.org/p | hermes.apigateway.endpoint is 'wss://a.example.org/p', but must be a URL that begins with http:// or https:// and names a host (without _), or empty
            hermes.node.endpoint                       | 10.0.0.1:8080/dev     | hermes.node.endpoint is '10.0.0.1:8080/dev', but must be a URL that begins with http:// or https:// and names a host (without _)
            hermes.tracing.endpoint                    | collector:4318        | hermes.tracing.endpoint is 'collector:4318', but must be a URL that begins with http:// or https:// and names a host (without _), or empty
            hermes.tracing.ratio                       | 5%                    | hermes.tracing.ratio is '5%', but must be a number from 0 to 1, like 0.05
            hermes.tracing.ratio                       | 1.5                   | hermes.tracing.ratio is '1.5', but must be a number from 0 to 1, like 0.05
            hermes.tracing.ratio                       | ''                    | hermes.tracing.ratio is '', but must be a number from 0 to 1, like 0.05
            hermes.node.lease-seconds                  | 0                     | hermes.node.lease-seconds is '0', but must be a whole number of seconds, 1 or more
            hermes.notifications.consumers             | -1                    | hermes.notifications.consumers is '-1', but must be a whole number from 1 to 10000
            hermes.notifications.max-in-flight         | -5                    | hermes.notifications.max-in-flight is '-5', but must be a whole number, 1 or more
            hermes.notifications.wait-seconds          | 21                    | hermes.notifications.wait-seconds is '21', but must be a whole number of seconds from 0 to 20
            hermes.notifications.visibility-seconds    | 43201                 | hermes.notifications.visibility-seconds is '43201', but must be a whole number of seconds from 1 to 43200
            hermes.notifications.queue                 | https://sqs/0/q       | hermes.notifications.queue is 'https://sqs/0/q', but must be 1 to 80 letters, digits and . _ -
            hermes.notifications.queue-url             | hermes-messageQueue   | hermes.notifications.queue-url is 'hermes-messageQueue', but must be a URL like https://sqs.eu-west-1.amazonaws.com/111122223333/my-queue, or empty
            hermes.connections.table                   | my table              | hermes.connections.table is 'my table', but must be 3 to 255 letters, digits and . _ -, or the ARN of a table
            hermes.websocket.max-queue-bytes           | 1MiB                  | hermes.websocket.max-queue-bytes is '1MiB', but must be a whole number of bytes, 1 or more
            hermes.websocket.max-message-bytes         | 99999999999           | hermes.websocket.max-message-bytes is '99999999999', but must be a whole number of bytes from 0 to 1073741824
            hermes.websocket.event-threads             | 0                     | hermes.websocket.event-threads is '0', but must be a whole number of threads from 1 to 10000
            hermes.gateway.stage                       | ..                    | hermes.gateway.stage is '..', but must be one segment of a path: letters, digits and . _ ~ -, without /
            hermes.gateway.allowed-origins             | https://*.a.org       | hermes.gateway.allowed-origins is 'https://*.a.org', but must be origins like https://example.org (scheme, host and port; no path and no *), separated by commas, or empty
            hermes.gateway.trusted-proxies             | 10/8                  | hermes.gateway.trusted-proxies is '10/8', but must be networks like 10.0.0.0/8, separated by commas, or empty
            hermes.aws.sqs-endpoint                    | http://elastic_mq:9324 | hermes.aws.sqs-endpoint is 'http://elastic_mq:9324', but must be a URL that begins with http:// or https:// and names a host (without _), or empty
            hermes.log.level                           | loud                  | hermes.log.level is 'loud', but must be trace, debug, info, warn, error, fatal, off or all, or empty
            hermes.log.format                          | xml                   | hermes.log.format is 'xml', but must be text or json
            hermes.tokens.table                        | {{my.table}}          | hermes.tokens.table refers to {{my.table}}, which is not set
            hermes.tokens.table                        | {{hermes.tokens.table}} | hermes.tokens.table refers to itself
            hermes.tokens.table                        | {{a:{{b:c}}}}         | hermes.tokens.table holds {{ or }} outside a placeholder: write {{key}}, {{key:default}} or {{env:NAME:default}}, or put a value that holds them in an environment variable and refer to that
            """)
    void getASentence(String key, String value, String sentence) throws Exception {
        Files.writeString(folder.resolve("application.properties"), key + " = " + value + "\n");

        Settings settings = Settings.load(folder, Map.of("HERMES_JWT_SECRET", SECRET));

        assertThat(settings.problems()).containsExactly(sentence);
        assertThatThrownBy(() -> Server.start(settings))
                .isInstanceOf(StartFailure.class)
                .hasMessage(sentence);
    }

    @Test
    void areNamedAllAtOnce() throws Exception {
        Settings settings =
                Settings.load(folder, Map.of("HERMES_GATEWAY_PORT", "eighty", "HERMES_NOTIFICATIONS_CONSUMERS", "-1"));

        assertThatThrownBy(() -> Server.start(settings))
                .isInstanceOf(StartFailure.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .hasSize(3)
                        .anyMatch(line -> line.startsWith("hermes.gateway.port is 'eighty'"))
                        .anyMatch(line -> line.startsWith("hermes.notifications.consumers is '-1'"))
                        .anyMatch(line -> line.startsWith("hermes.access.jwt-secret is not set")));
    }

    @Test
    void showNoSecret() throws Exception {
        Files.writeString(folder.resolve("application.properties"), "hermes.access.passcode = {{kept}}secret\n");

        assertThat(load(Map.of()).problems())
                .singleElement()
                .asString()
                .startsWith("hermes.access.passcode holds {{ and }} around what is no setting")
                .doesNotContain("kept", "secret:");
    }

    /** Each of these has always been read so, or once worked by accident. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hermes.gateway.demo | FALSE",
                "hermes.gateway.demo | no",
                "hermes.routes.reload | True",
                "hermes.routes.reload | ''",
                "hermes.gateway.stage | $default",
                "hermes.gateway.stage | a@b,c;d=e!f'(g)+h&i",
                "hermes.gateway.host | [::1]",
                "hermes.management.port | 0",
                "hermes.gateway.allowed-origins | ',https://a.org/,, http://b.org:81,null,file://,capacitor://localhost'",
                "hermes.gateway.allowed-origins | {{env:NO_SUCH_VARIABLE}}",
                "hermes.gateway.trusted-proxies | '[::1]/128,, 10.0.0.0/8,192.0.2.7'",
                "hermes.gateway.drain-seconds | 100000",
                "hermes.access.max-bcrypt-cost | 100",
                "hermes.access.passcode | kept{{secret",
                "hermes.access.passcode | {{env:NO_SUCH_VARIABLE}}",
                "hermes.connections.table | arn:aws:dynamodb:eu-west-1:111122223333:table/hermesConnections",
                "hermes.log.level | WARN",
                "hermes.node.endpoint | ''",
                "hermes.notifications.queue | my.queue",
                "hermes.notifications.queue-url | /000000000000/my-queue",
                "hermes.notifications.max-waiting | 0",
                "hermes.websocket.ping-seconds | 0"
            })
    void areNotThoseThatWork(String key, String value) throws Exception {
        Files.writeString(folder.resolve("application.properties"), key + " = " + value + "\n");

        assertThat(load(Map.of()).problems()).isEmpty();
    }

    @Test
    void areNotNamesOfQueuesThatAreSetByTheirUrl() throws Exception {
        Settings settings = load(Map.of(
                "HERMES_NOTIFICATIONS_QUEUE", "", "HERMES_NOTIFICATIONS_QUEUE_URL", "http://127.0.0.1/000000000000/q"));

        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void areNamedInTheLogWhereTheyMayBeMeant() throws Exception {
        Files.writeString(
                folder.resolve("application.properties"),
                "hermes.gateway.allowed-origins = {{env:NO_SUCH_VARIABLE}}\n");

        assertThat(new SettingsCheck(load(Map.of())).warnings())
                .containsExactly("hermes.gateway.allowed-origins refers to {{env:NO_SUCH_VARIABLE}}, which is not set"
                        + " and taken as empty");
    }

    @Test
    void areNotTheVariablesOfOthers() throws Exception {
        Settings settings = load(Map.of(
                "HERMES_PORT", "tcp://10.0.0.1:80",
                "HERMES_SERVICE_HOST", "10.0.0.1",
                "HERMES_MANAGEMENT_SERVICE_PORT_HTTP", "80",
                "HERMES_NODE_PORT", "tcp://10.0.0.1:80",
                "HERMES_NODE_PORT_80_TCP_ADDR", "10.0.0.1",
                "HERMES_SQS_PORT", "9324"));

        assertThat(settings.problems()).isEmpty();
        assertThat(new SettingsCheck(settings).warnings())
                .containsExactly("No setting is named by HERMES_MANAGEMENT_SERVICE_PORT_HTTP, HERMES_NODE_PORT,"
                        + " HERMES_NODE_PORT_80_TCP_ADDR, HERMES_PORT, HERMES_SERVICE_HOST, HERMES_SQS_PORT: ignored");
    }

    @Test
    void areNotTheVariablesThatTheDefaultsName() throws Exception {
        Files.writeString(folder.resolve("application.properties"), "hermes.access.jwt-secret = {{env:JWT}}\n");
        Settings settings = load(Map.of(
                "JWT",
                SECRET,
                "HERMES_PASSCODE",
                "p",
                "HERMES_API_ACCESS_KEY_ID",
                "i",
                "HERMES_API_SECRET_ACCESS_KEY",
                "s"));

        assertThat(settings.problems()).isEmpty();
        assertThat(new SettingsCheck(settings).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HERMES_GATEWAY_PROT, HERMES_GATEWAY_PORT",
        "HERMES_GATEWAY_MAXIMUM_SOCKETS, HERMES_GATEWAY_MAX_SOCKETS",
        "HERMES_PASSCOD, HERMES_PASSCODE",
        "HERMES_JWT_SECRETS, HERMES_JWT_SECRET",
        "HERMS_GATEWAY_PORT,"
    })
    void areMisspeltVariables(String variable, String meant) throws Exception {
        Settings settings = load(Map.of(variable, "81"));

        assertThat(settings.problems())
                .isEqualTo(
                        meant == null ? List.of() : List.of(variable + " sets nothing: did you mean " + meant + "?"));
    }

    @Test
    void areVariablesThatKubernetesSetsForAServiceOfThatName() throws Exception {
        String variable = Key.variable("hermes.gateway.port");

        assertThat(Settings.load(folder, Map.of(variable, "tcp://10.0.0.1:80")).problems())
                .first()
                .asString()
                .contains("enableServiceLinks: false");
    }

    @Test
    void areNotTheKeysOfRules() throws Exception {
        Files.writeString(folder.resolve("application.properties"), """
                shop.colour = {{hermes.shop.paint}}
                hermes.shop.paint = red
                hermes.shop.price = 7
                shop.key = {{env:HERMES_SHOP_KEY:}}
                """);
        Files.writeString(
                Files.createDirectory(folder.resolve("routes")).resolve("shop.camel.yaml"),
                "- route: {description: '{{hermes.shop.price}} {{env:HERMES_GATEWAY_SHOP}}'}");
        Settings settings = load(Map.of("HERMES_SHOP_KEY", "k", "HERMES_GATEWAY_SHOP", "g"));

        assertThat(settings.problems()).isEmpty();
        assertThat(new SettingsCheck(settings).warnings()).isEmpty();
    }

    private Settings load(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("HERMES_JWT_SECRET", SECRET));
        all.putAll(environment);
        return Settings.load(folder, all);
    }
}
