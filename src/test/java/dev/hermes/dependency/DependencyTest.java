package dev.hermes.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dependency.Dependency.FailedProbe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class DependencyTest {

    private static final Operation READ = new Operation("GetItem", "tokens");
    private static final Operation WRITE = new Operation("PutItem", "connections");
    private static final SdkClientException REFUSED_CONNECTION = SdkClientException.create("Connection refused");

    private final AtomicLong clock = new AtomicLong(Duration.ofHours(1).toNanos());
    private final Dependency table = new Dependency("DynamoDB", clock::get);

    DependencyTest() {
        table.open();
    }

    @Test
    void isUpUntilSomethingFails() {
        assertThat(table.isUp()).isTrue();
        assertThat(table.reasons()).isEmpty();
    }

    @Test
    void survivesOneFailureThatIsFollowedByAnAnswer() {
        table.failed(READ, clock.get(), REFUSED_CONNECTION);
        pass(200);
        table.served(READ, clock.get());
        pass(2_000);
        table.failed(READ, clock.get(), REFUSED_CONNECTION);

        assertThat(table.isUp()).isTrue();
    }

    @Test
    void isUnavailableWhereNothingIsServedForASecond() {
        table.failed(READ, clock.get(), REFUSED_CONNECTION);
        pass(1_000);
        table.failed(READ, clock.get(), REFUSED_CONNECTION);

        assertThat(table.isUp()).isFalse();
        assertThat(table.reasons()).containsExactly("GetItem on tokens fails: Connection refused");
    }

    @Test
    void survivesRequestsThatTimeOutTogether() {
        long start = clock.get();
        pass(2_000);
        table.failed(READ, start, REFUSED_CONNECTION);
        table.failed(READ, start, REFUSED_CONNECTION);

        assertThat(table.isUp()).isTrue();
    }

    @Test
    void isUnavailableWhereARequestHangsAndTheNextOneToo() {
        long start = clock.get();
        pass(2_000);
        table.failed(READ, start, REFUSED_CONNECTION);
        long next = clock.get();
        pass(2_000);
        table.failed(READ, next, REFUSED_CONNECTION);

        assertThat(table.isUp()).isFalse();
    }

    @Test
    void isUnavailableAtOnceWhereAProbeFails() {
        probeFails(READ, REFUSED_CONNECTION);

        assertThat(table.isUp()).isFalse();
    }

    @Test
    void isUpAgainWithTheFirstAnswer() {
        probeFails(READ, REFUSED_CONNECTION);
        pass(100);
        table.served(READ, clock.get());

        assertThat(table.isUp()).isTrue();
        assertThat(table.reasons()).isEmpty();
    }

    @Test
    void isNotUpAgainByAnAnswerToARequestFromBefore() {
        long before = clock.get();
        pass(100);
        probeFails(READ, REFUSED_CONNECTION);
        table.served(READ, before);

        assertThat(table.isUp()).isFalse();
    }

    @Test
    void isNotTakenForUpBecauseAnotherTableServes() {
        probeFails(WRITE, denied());
        table.served(READ, clock.get());

        assertThat(table.isUp()).isFalse();
        assertThat(table.failing("connections")).containsExactly(WRITE);
        assertThat(table.failing("tokens")).isEmpty();
    }

    @Test
    void isUnavailableWhereItThrottlesEverythingForThreeSeconds() {
        ProvisionedThroughputExceededException throttled = ProvisionedThroughputExceededException.builder()
                .message("slow down")
                .build();
        probeFails(READ, throttled);
        pass(2_900);
        probeFails(READ, throttled);
        assertThat(table.isUp()).isTrue();

        pass(100);
        probeFails(READ, throttled);

        assertThat(table.isUp()).isFalse();
    }

    @Test
    void takesARefusedRequestForAnAnswer() {
        probeFails(WRITE, REFUSED_CONNECTION);
        pass(10);
        table.failed(WRITE, clock.get(), refused());

        assertThat(table.isUp()).isTrue();
    }

    @Test
    void namesEveryMissingTable() {
        ResourceNotFoundException missing = ResourceNotFoundException.builder().build();
        table.probesFailed(
                List.of(new FailedProbe(READ, clock.get(), missing), new FailedProbe(WRITE, clock.get(), missing)));

        assertThat(table.reasons())
                .hasSize(2)
                .allSatisfy(reason -> assertThat(reason).contains("is missing").contains("hermes setup"))
                .anySatisfy(reason -> assertThat(reason).contains("table tokens"))
                .anySatisfy(reason -> assertThat(reason).contains("table connections"));
    }

    @Test
    void quotesNothingBehindTheFirstLineOfAnAnswer() {
        probeFails(READ, answer("InvalidSignatureException", "It is wrong.\n\nx-amz-security-token:secret"));

        assertThat(table.reasons())
                .singleElement()
                .asString()
                .contains("It is wrong.")
                .doesNotContain("secret");
    }

    @Test
    void forgetsAnOperationThatNobodyTriesAnyMore() {
        probeFails(WRITE, denied());
        pass(61_000);
        table.forgetWhatIsOld();

        assertThat(table.isUp()).isTrue();
    }

    private void probeFails(Operation operation, RuntimeException failure) {
        table.probesFailed(List.of(new FailedProbe(operation, clock.get(), failure)));
    }

    private void pass(long millis) {
        clock.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private static DynamoDbException denied() {
        return answer("AccessDeniedException", "not allowed");
    }

    private static DynamoDbException refused() {
        return answer("ValidationException", "the key is too long");
    }

    private static DynamoDbException answer(String code, String message) {
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
