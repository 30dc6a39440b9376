package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.AudienceUnderTest;
import dev.hermes.connection.Attributes;
import dev.hermes.connection.Connection;
import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.SettableClock;
import dev.hermes.node.LeaseMover;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Where;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

class LocalRoomsTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-08T12:00:00Z"));
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final HandClock timer = new HandClock();
    private final AudienceUnderTest audience = new AudienceUnderTest(dynamoDb, "", id -> false, clock, clock::nanos);
    private final LocalRooms rooms = new LocalRooms(audience.stays, timer, clock::nanos);
    private final List<String> entered = new ArrayList<>();

    @AfterEach
    void close() {
        audience.close();
    }

    @Test
    void haveOneRowForARoomHoweverManyEnter() {
        CompletableFuture<Void> first = rooms.enter(connection("c-1", "ada"));
        CompletableFuture<Void> second = rooms.enter(connection("c-2", "bob"));

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(stays()).singleElement().satisfies(put -> {
            assertThat(put.tableName()).isEqualTo("hermesRooms");
            assertThat(put.item().get("part").s()).isEqualTo("members/lobby");
            assertThat(put.item().get("item").s()).startsWith("node/" + audience.lease.id() + "/");
            assertThat(put.item().get("endpoint").s()).isEqualTo(AudienceUnderTest.HERE);
        });
        assertThat(rooms.isStaying("lobby", item(0))).isTrue();
        assertThat(rooms.isStaying("attic", item(0))).isFalse();
    }

    @Test
    void tellNobodyWhoWasNotLetInYet() {
        rooms.enter(connection("c-1", "ada"));
        assertThat(rooms.in("lobby")).isEmpty();

        rooms.arrived(connection("c-1", "ada"));

        assertThat(rooms.in("lobby")).containsExactly("c-1");
    }

    @Test
    void doNotTakeBackWhoeverLeftBeforeBeingLetIn() {
        rooms.enter(connection("c-1", "ada"));
        rooms.left(connection("c-1", "ada"));

        rooms.arrived(connection("c-1", "ada"));

        assertThat(rooms.in("lobby")).isEmpty();
    }

    @Test
    void tryTheRowAgainForTheNextWhoEnters() {
        dynamoDb.fail(SdkClientException.create("the table is away"));

        CompletableFuture<Void> first = rooms.enter(connection("c-1", "ada"));
        CompletableFuture<Void> second = rooms.enter(connection("c-2", "bob"));

        assertThat(first)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .withMessage("the table is away");
        assertThat(second).isCompleted();
        assertThat(rooms.isStaying("lobby", item(0))).isFalse();
        assertThat(rooms.isStaying("lobby", item(1))).isTrue();
    }

    @Test
    void keepTheRowOfARoomThatIsEnteredAgainSoon() {
        arrive("c-1", "ada");
        rooms.left(connection("c-1", "ada"));
        arrive("c-2", "bob");

        timer.runAll();

        assertThat(stays()).hasSize(1);
        assertThat(dynamoDb.requests(DeleteItemRequest.class)).isEmpty();
        assertThat(rooms.in("lobby")).containsExactly("c-2");
    }

    @Test
    void deleteTheRowSomeTimeAfterTheLastHasLeft() {
        arrive("c-1", "ada");
        arrive("c-2", "bob");
        rooms.left(connection("c-1", "ada"));
        assertThat(timer.delays()).isEmpty();
        rooms.left(connection("c-2", "bob"));
        assertThat(timer.delays()).containsExactly(LocalRooms.LINGER);
        assertThat(dynamoDb.requests(DeleteItemRequest.class)).isEmpty();

        timer.runAll();

        assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(delete -> delete.key().get("item").s())
                .containsExactly(item(0));
        assertThat(rooms.count()).isZero();
    }

    @Test
    void giveEachStayARowOfItsOwn() {
        arrive("c-1", "ada");
        rooms.left(connection("c-1", "ada"));
        timer.runAll();
        arrive("c-1", "ada");

        assertThat(item(1)).isGreaterThan(item(0));
        assertThat(rooms.isStaying("lobby", item(0)))
                .as("a late delete hits the old row alone")
                .isFalse();
        assertThat(rooms.isStaying("lobby", item(1))).isTrue();
    }

    @Test
    void areEnteredAnewUnderAnotherId() {
        arrive("c-1", "ada");
        rooms.enter(new Connection("c-2", "attic", "bob", AudienceUnderTest.HERE));
        rooms.left(new Connection("c-2", "attic", "bob", AudienceUnderTest.HERE));
        String before = audience.lease.id();

        move();

        assertThat(stays().stream().filter(put -> put.item().get("item").s().contains(audience.lease.id())))
                .extracting(put -> put.item().get("part").s())
                .containsExactly("members/lobby");
        assertThat(audience.lease.id()).isNotEqualTo(before);
        assertThat(rooms.in("lobby")).containsExactly("c-1");
    }

    @Test
    void tryAgainToEnterAnewWhatTheTableDidNotTake() {
        arrive("c-1", "ada");
        loseLease();
        dynamoDb.fail(SdkClientException.create("the table is away"));
        dynamoDb.failAfter(1, SdkClientException.create("the table is away"));

        rooms.restore(List.of(connection("c-1", "ada")), id -> true);
        rooms.enterAgain(entered::add);
        int tries = stays().size();
        assertThat(entered).isEmpty();
        timer.runAll();

        assertThat(stays()).hasSize(tries + 1);
        assertThat(entered).containsExactly("lobby");
        String last = stays().get(tries).item().get("item").s();
        assertThat(rooms.isStaying("lobby", last)).isTrue();
        assertThat(timer.delays()).isEmpty();
    }

    @Test
    void takeBackThoseWhoWereLostWithTheirRows() {
        arrive("c-1", "ada");
        arrive("c-2", "bob");
        clock.add(Duration.ofSeconds(11));
        rooms.reconcile("lobby", List.of(), rooms.now());
        assertThat(rooms.in("lobby")).isEmpty();
        loseLease();

        rooms.restore(List.of(connection("c-1", "ada"), connection("c-2", "bob")), "c-1"::equals);

        assertThat(rooms.in("lobby")).as("c-2 has closed meanwhile").containsExactly("c-1");
        rooms.reconcile("lobby", List.of(), rooms.now());
        assertThat(rooms.in("lobby")).as("its row is just being written").containsExactly("c-1");
    }

    @Test
    void areEnteredUnderTheNewIdByWhoeverComesWhileItChanges() {
        arrive("c-1", "ada");
        loseLease();

        CompletableFuture<Void> second = rooms.enter(connection("c-2", "bob"));

        assertThat(second).isCompleted();
        PutItemRequest last = stays().get(stays().size() - 1);
        assertThat(last.item().get("item").s()).startsWith("node/" + audience.lease.id() + "/");
    }

    private void move() {
        loseLease();
        rooms.restore(List.of(connection("c-1", "ada")), id -> true);
        rooms.enterAgain(entered::add);
    }

    private void loseLease() {
        LeaseMover.renew(audience.lease);
        dynamoDb.fail(ConditionalCheckFailedException.builder().build());
        LeaseMover.renew(audience.lease);
    }

    @Test
    void knowWhomANotificationIsFor() {
        arrive("c-1", "ada");
        arrive("c-2", "bob");
        arrive("c-3", "ada");

        assertThat(rooms.in("lobby", Aim.EVERYBODY)).containsExactlyInAnyOrder("c-1", "c-2", "c-3");
        assertThat(rooms.in("lobby", new Aim(Set.of("ada"), Set.of()))).containsExactlyInAnyOrder("c-1", "c-3");
        assertThat(rooms.in("lobby", new Aim(null, Set.of("ada")))).containsExactly("c-2");
        assertThat(rooms.in("lobby", new Aim(Set.of("ada"), Set.of("ada")))).isEmpty();
        assertThat(rooms.in("lobby", new Aim(Set.of(), Set.of()))).isEmpty();
        assertThat(rooms.in("attic", Aim.EVERYBODY)).isEmpty();
    }

    @Test
    void knowWhoseAttributesANotificationIsFor() {
        arrive("c-1", "ada");
        Connection staff = new Connection(
                "c-2", "lobby", "ada", AudienceUnderTest.HERE, new Attributes(Map.of("role", Set.of("staff"))));
        rooms.enter(staff);
        rooms.arrived(staff);

        assertThat(rooms.in("lobby", where("role", "staff", false))).containsExactly("c-2");
        assertThat(rooms.in("lobby", where("role", "staff", true))).containsExactly("c-1");
        assertThat(rooms.in("lobby", where("role", "guest", false))).isEmpty();
    }

    private static Aim where(String attribute, String value, boolean except) {
        return new Aim(null, Set.of(), List.of(new Where(attribute, Set.of(value), except)));
    }

    @Test
    void areTheSameListUntilSomebodyComesOrGoes() {
        arrive("c-1", "ada");
        List<String> before = rooms.in("lobby");

        assertThat(rooms.in("lobby")).isSameAs(before);
        arrive("c-2", "bob");
        assertThat(before).containsExactly("c-1");
        assertThat(rooms.in("lobby")).containsExactlyInAnyOrder("c-1", "c-2");
        rooms.left(connection("c-1", "ada"));
        assertThat(rooms.in("lobby")).containsExactly("c-2");
    }

    @Test
    void tellWhichRowsTheyDoNotKnow() {
        arrive("c-1", "ada");

        assertThat(rooms.reconcile("lobby", List.of("c-1", "c-2"), rooms.now())).containsExactly("c-2");
        assertThat(rooms.reconcile("attic", List.of("c-1"), rooms.now())).containsExactly("c-1");
    }

    @Test
    void tellNobodyWhoseRowIsGone() {
        arrive("c-1", "ada");
        arrive("c-2", "bob");
        clock.add(Duration.ofSeconds(11));

        rooms.reconcile("lobby", List.of("c-2"), rooms.now());

        assertThat(rooms.in("lobby")).containsExactly("c-2");
    }

    @Test
    void stayWhereTheyCameDuringAReadingHoweverLongItTakes() {
        long begunAt = rooms.now();
        arrive("c-1", "ada");
        clock.add(Duration.ofMinutes(1));

        rooms.reconcile("lobby", List.of(), begunAt);

        assertThat(rooms.in("lobby")).containsExactly("c-1");
    }

    @Test
    void stayWhileTheIndexMayNotKnowTheirRowYet() {
        arrive("c-1", "ada");
        clock.add(Duration.ofSeconds(9));

        rooms.reconcile("lobby", List.of(), rooms.now());

        assertThat(rooms.in("lobby")).containsExactly("c-1");
    }

    @Test
    void endEveryStayAtTheEnd() {
        arrive("c-1", "ada");
        rooms.enter(new Connection("c-2", "attic", "bob", AudienceUnderTest.HERE));

        assertThat(rooms.endAll()).isCompleted();

        assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(delete -> delete.key().get("item").s())
                .containsExactlyInAnyOrder(item(0), item(1));
        assertThat(rooms.count()).isZero();
    }

    @Test
    void putOffTheExpiryOfRoomsThatHaveMembers() {
        arrive("c-1", "ada");
        clock.add(Duration.ofHours(12));

        rooms.keeping().forEach(Runnable::run);

        assertThat(item(1)).isEqualTo(item(0));
        assertThat(Long.parseLong(stays().get(1).item().get("expires_at").n()))
                .isEqualTo(
                        Long.parseLong(stays().get(0).item().get("expires_at").n()) + 12 * 3600);
    }

    private void arrive(String id, String user) {
        rooms.enter(connection(id, user));
        rooms.arrived(connection(id, user));
    }

    private List<PutItemRequest> stays() {
        return dynamoDb.requests(PutItemRequest.class).stream()
                .filter(put -> put.item().get("item").s().startsWith("node/"))
                .toList();
    }

    private String item(int stay) {
        return stays().get(stay).item().get("item").s();
    }

    private static Connection connection(String id, String user) {
        return new Connection(id, "lobby", user, AudienceUnderTest.HERE);
    }
}
