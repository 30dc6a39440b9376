package dev.hermes.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hermes.connection.Attributes;
import dev.hermes.connection.Connection;
import dev.hermes.tracing.Trace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/rules.md says that a rule can read of a notification, and make of it, , in Camel's Simple and by method. */
class NotificationInRulesTest {

    private static final String BODY = """
            {"user_id":7.0,"room_id":"lobby","data":{"type":"order","for":["ada",7],"order":{"total":120,"paid":true,\
            "note":"","price":1.50},"none":null}}""";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Notifications notifications = new Notifications();
    private final NotificationRules rules = new NotificationRules(List.of("role", "level"));
    private Connection sender;
    private String body = "{\"a\":1}";
    private final Notification notification = notifications.read(BODY, "m-1", 5L, Trace.NONE);

    NotificationInRulesTest() {
        context.getRegistry().bind("notificationRules", rules);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ${variable.notification.id}                                                  | m-1
                    ${variable.notification.roomId}                                              | lobby
                    ${variable.notification.userId}                                              | 7
                    ${variable.notification.type}                                                | order
                    ${variable.notification.value('/order/total')}                               | 120
                    ${variable.notification.value('/order/price')}                               | 1.5
                    ${variable.notification.value('/order/paid')}                                | true
                    ${variable.notification.value('/for/0')}                                     | ada
                    """)
    void isReadByExpression(String expression, String value) {
        assertThat(simple(expression)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ${variable.notification.type} == 'order'                                     | true
                    ${variable.notification.type} == 'chat'                                      | false
                    ${variable.notification.value('/order/total')} > 100                         | true
                    ${variable.notification.value('/order/total')} > 1000                        | false
                    ${variable.notification.value('/order/price')} < 1.6                         | true
                    ${variable.notification.value('/order/paid')}                                | true
                    ${variable.notification.value('/nothing/there')} == null                     | true
                    ${variable.notification.value('/none')} == null                              | true
                    ${variable.notification.value('/for')} contains 'ada'                        | true
                    ${variable.notification.roomId} in 'lobby,hall'                              | true
                    """)
    void isTestedByPredicate(String predicate, boolean holds) {
        Exchange exchange = exchange();

        boolean matches =
                context.resolveLanguage("simple").createPredicate(predicate).matches(exchange);

        assertThat(matches).isEqualTo(holds);
    }

    @Test
    void isNarrowedToUsers() {
        assertThat(made("to(${variable.notification}, 'ada')").aim()).isEqualTo(new Aim(Set.of("ada"), Set.of()));
        assertThat(made("to(${variable.notification}, ${variable.notification.value('/for')})")
                        .aim())
                .isEqualTo(new Aim(Set.of("ada", "7"), Set.of()));
        assertThat(made("except(${variable.notification}, 'bob')").aim()).isEqualTo(new Aim(null, Set.of("bob")));
        assertThat(made("exceptSender(${variable.notification})").aim()).isEqualTo(new Aim(null, Set.of("7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a, b", "a'b", "x')", "${bean:boom}", "${body}", "a\"b", "(a", " a ", "42", "true"})
    void takesAnIdForNothingElse(String id) {
        body = id;

        assertThat(made("to(${variable.notification}, ${body})").aim().to()).containsExactly(id);
        assertThat(made("inRoom(${variable.notification}, ${body})").roomId()).isEqualTo(id);
    }

    @Test
    void isForNobodyWhereTheDataNamesNoUser() {
        assertThat(made("to(${variable.notification}, ${variable.notification.value('/nobody')})")
                        .aim()
                        .to())
                .isEmpty();
    }

    @Test
    void namesNoUserThatCannotBeOne() {
        assertThatExceptionOfType(UnreadableNotification.class).isThrownBy(() -> rules.to(notification, Map.of()));
        assertThatExceptionOfType(UnreadableNotification.class)
                .isThrownBy(() -> rules.except(notification, List.of("ada", true)));
    }

    @Test
    void neverReachesMoreThanItsSenderAimedAt() {
        Notification aimed =
                notifications.read("{\"room_id\":1,\"hermes\":{\"to\":[\"ada\"],\"except\":[\"eve\"]}}", "m");

        assertThat(rules.to(aimed, "bob").aim().to()).isEmpty();
        assertThat(rules.to(aimed, List.of("ada", "bob")).aim()).isEqualTo(new Aim(Set.of("ada"), Set.of("eve")));
        assertThat(rules.except(aimed, "ada").aim()).isEqualTo(new Aim(Set.of("ada"), Set.of("ada", "eve")));
    }

    @Test
    void isNarrowedToConnectionsByAnAttribute() {
        Notification toStaff = made("where(${variable.notification}, 'role', 'staff')");
        Notification toAll =
                made("exceptWhere(${variable.notification}, 'level', ${variable.notification.value('/for')})");

        assertThat(toStaff.aim())
                .isEqualTo(new Aim(null, Set.of(), List.of(new Where("role", Set.of("staff"), false))));
        assertThat(toAll.aim())
                .isEqualTo(new Aim(null, Set.of(), List.of(new Where("level", Set.of("ada", "7"), true))));
        assertThat(made("where(${variable.notification}, 'level', 3)").aim().where())
                .containsExactly(new Where("level", Set.of("3"), false));
        assertThat(made("where(${variable.notification}, 'level', ${variable.notification.value('/order/paid')})")
                        .aim()
                        .where())
                .containsExactly(new Where("level", Set.of("true"), false));
        assertThat(toStaff.frame()).isEqualTo(notification.frame());
    }

    @Test
    void tellsWhatAttributesItsSenderHas() {
        sender = new Connection("c-1", "lobby", "ada", "", ofRole("staff"));

        assertThat(simple("${variable.connection.attributes.has('role', 'staff')}"))
                .isEqualTo(true);
        assertThat(simple("${variable.connection.attributes.has('role', 'admin')}"))
                .isEqualTo(false);
        assertThat(simple("${variable.connection.attributes.has('device', 'phone')}"))
                .isEqualTo(false);
    }

    @Test
    void isForNoConnectionWhereTheDataNamesNoValue() {
        Notification none = made("where(${variable.notification}, 'role', ${variable.notification.value('/none')})");

        assertThat(none.aim().includes("ada", ofRole("staff"))).isFalse();
        assertThat(rules.exceptWhere(notification, "role", null).aim().includes("ada", ofRole("staff")))
                .isTrue();
    }

    @Test
    void namesNoAttributeThatConnectionsCannotHave() {
        assertThatExceptionOfType(UnreadableNotification.class)
                .isThrownBy(() -> rules.where(notification, "rolle", "staff"))
                .withMessage("A rule names the attribute 'rolle', which is not in hermes.access.attributes");
        assertThatExceptionOfType(UnreadableNotification.class)
                .isThrownBy(() -> rules.exceptWhere(notification, null, "staff"));
        assertThatExceptionOfType(UnreadableNotification.class)
                .isThrownBy(() -> rules.where(notification, "x".repeat(1000), "staff"))
                .withMessageContaining("x".repeat(64) + "…'");
    }

    @ParameterizedTest
    @MethodSource("noValues")
    void namesNoValueThatAnAttributeCannotHave(Object values) {
        assertThatExceptionOfType(UnreadableNotification.class)
                .isThrownBy(() -> rules.where(notification, "role", values));
    }

    static List<Object> noValues() {
        return List.of(Map.of(), List.of("staff", Map.of()), List.of(List.of("staff")));
    }

    @Test
    void isRememberedApartByTheAttributesThatItAsksFor() {
        Notification both = rules.where(rules.where(notification, "role", "staff"), "level", 3);

        assertThat(List.of(
                        notification.id(),
                        rules.where(notification, "role", "staff").id(),
                        rules.where(notification, "level", "staff").id(),
                        rules.exceptWhere(notification, "role", "staff").id(),
                        rules.where(notification, "role", List.of("staff", "admin"))
                                .id(),
                        rules.to(notification, "staff").id(),
                        both.id()))
                .doesNotHaveDuplicates();
        assertThat(rules.where(rules.where(notification, "level", 3), "role", "staff")
                        .id())
                .as("in another order")
                .isEqualTo(both.id());
        assertThat(rules.where(both, "level", "3").id()).as("said twice").isEqualTo(both.id());
    }

    private static Attributes ofRole(String role) {
        return new Attributes(Map.of("role", Set.of(role)));
    }

    @Test
    void goesToAnotherRoom() {
        assertThat(made("inRoom(${variable.notification}, 'orders')"))
                .isEqualTo(new Notification("m-1", "orders", notification.frame(), Aim.EVERYBODY, 5, 0));
        assertThat(made("inRoom(${variable.notification}, ${variable.notification.value('/order/total')})")
                        .roomId())
                .isEqualTo("120");
    }

    @Test
    void goesToNoRoomThatCannotBeOne() {
        assertThatExceptionOfType(UnreadableNotification.class).isThrownBy(() -> rules.inRoom(notification, null));
        assertThatExceptionOfType(UnreadableNotification.class).isThrownBy(() -> rules.inRoom(notification, ""));
        assertThatExceptionOfType(UnreadableNotification.class).isThrownBy(() -> rules.inRoom(notification, Map.of()));
        assertThatExceptionOfType(UnreadableNotification.class)
                .isThrownBy(() -> rules.inRoom(notification, "r".repeat(2049)));
    }

    @Test
    void getsOtherData() {
        assertThat(rules.withData(notification, "{\"a\":1.0}").frame())
                .isEqualTo("{\"user_id\":7.0,\"data\":{\"a\":1.0}}");
        assertThat(rules.withData(notification, "plain \"text\"").frame())
                .isEqualTo("{\"user_id\":7.0,\"data\":\"plain \\\"text\\\"\"}");
        assertThat(rules.withData(notification, List.of(1, "b")).data()).isEqualTo("[1,\"b\"]");
        assertThat(rules.withData(notification, null).data()).isEqualTo("null");
        assertThat(rules.withData(notification, "").data()).isEqualTo("\"\"");
        assertThat(made("withData(${variable.notification}, ${body})").data()).isEqualTo("{\"a\":1}");
    }

    @Test
    void isRememberedApartFromItsCopies() {
        Notification forAda = rules.to(notification, "ada");
        Notification others = rules.withData(rules.except(notification, "ada"), "{}");

        assertThat(List.of(notification.id(), forAda.id(), others.id())).doesNotHaveDuplicates();
        assertThat(rules.to(notification, "ada").id()).as("handed out again").isEqualTo(forAda.id());
        assertThat(rules.withData(rules.except(notification, "ada"), "{}").id()).isEqualTo(others.id());
        assertThat(others.id()).matches("m-1#[0-9a-f]{16}");
        assertThat(rules.to(notification, List.of("ada", "bob")).id())
                .isNotEqualTo(rules.to(notification, "ada, bob").id());
    }

    @Test
    void isMadeWithoutAQueue() {
        Notification made = made("create('lobby', 'clock', 'tick')");

        assertThat(made.roomId()).isEqualTo("lobby");
        assertThat(made.frame()).isEqualTo("{\"user_id\":\"clock\",\"data\":\"tick\"}");
        assertThat(made.id()).isNotEmpty();
        assertThat(rules.create(42, null, Map.of("a", 1)).frame()).isEqualTo("{\"data\":{\"a\":1}}");
    }

    @Test
    void saysWhatIsWrongWithAPointer() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> notification.value("order"));
    }

    private Notification made(String method) {
        return context.resolveLanguage("bean")
                .createExpression("notificationRules?method=" + method)
                .evaluate(exchange(), Notification.class);
    }

    private Object simple(String expression) {
        return context.resolveLanguage("simple").createExpression(expression).evaluate(exchange(), Object.class);
    }

    private Exchange exchange() {
        Exchange exchange = new DefaultExchange(context);
        exchange.setVariable("notification", notification);
        exchange.setVariable("connection", sender);
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
