package dev.hermes.dependency;

import static dev.hermes.dependency.FailureKind.REFUSED;
import static dev.hermes.dependency.FailureKind.THROTTLED;
import static dev.hermes.dependency.FailureKind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class FailureKindTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AccessDeniedException",
                "ResourceNotFoundException",
                "UnrecognizedClientException",
                "ExpiredTokenException",
                "InvalidSignatureException",
                "IncompleteSignature",
                "MissingAuthenticationToken",
                "OptInRequired",
                "KmsAccessDenied",
                "AWS.SimpleQueueService.NonExistentQueue",
                "SomethingNobodyKnows"
            })
    void takesWhatWouldRefuseEveryRequestForAnOutage(String code) {
        assertThat(FailureKind.of(answer(400, code, ""))).isEqualTo(UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ProvisionedThroughputExceededException",
                "ThrottlingException",
                "RequestLimitExceeded",
                "RequestThrottled",
                "OverLimit",
                "KmsThrottled"
            })
    void tellsThrottlingFromOther400s(String code) {
        assertThat(FailureKind.of(answer(400, code, ""))).isEqualTo(THROTTLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ValidationException", "ItemCollectionSizeLimitExceededException", "InvalidMessageContents"})
    void refusesWhatIsWrongWithTheRequestItself(String code) {
        assertThat(FailureKind.of(
                        answer(400, code, "Size of hashkey has exceeded the maximum size limit of 2048 bytes")))
                .isEqualTo(REFUSED);
    }

    @Test
    void takesAMissingIndexForAnOutageThoughItsCodeIsThatOfABadRequest() {
        assertThat(FailureKind.of(answer(
                        400, "ValidationException", "The table does not have the specified index: room_id-index")))
                .isEqualTo(UNAVAILABLE);
    }

    @Test
    void takesServerErrorsAndSilenceForAnOutage() {
        assertThat(FailureKind.of(answer(500, "InternalServerError", ""))).isEqualTo(UNAVAILABLE);
        assertThat(FailureKind.of(answer(503, "", ""))).isEqualTo(UNAVAILABLE);
        assertThat(FailureKind.of(SdkClientException.create("Connection refused")))
                .isEqualTo(UNAVAILABLE);
        assertThat(FailureKind.of(ApiCallTimeoutException.create(2000))).isEqualTo(UNAVAILABLE);
        assertThat(FailureKind.of(new TimeoutException())).isEqualTo(UNAVAILABLE);
    }

    @Test
    void looksBehindTheWrappersOfFutures() {
        assertThat(FailureKind.of(new CompletionException(new Throttled("later"))))
                .isEqualTo(THROTTLED);
    }

    @Test
    void holdsNoDefectAgainstADependency() {
        assertThat(FailureKind.of(new IllegalStateException("a defect"))).isEqualTo(REFUSED);
        assertThat(FailureKind.isOfAws(new IllegalStateException("a defect"))).isFalse();
    }

    private static DynamoDbException answer(int status, String code, String message) {
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
