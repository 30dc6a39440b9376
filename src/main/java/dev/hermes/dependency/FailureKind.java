package dev.hermes.dependency;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What to do about a failed request to AWS. The only place that decides it.
 *
 * <p>The decision is made by exception class and AWS error code. The status says too little: DynamoDB answers 400 to
 * throttled, forbidden and malformed requests alike.
 */
public enum FailureKind {

    /**
     * The dependency serves nobody, or would refuse any request of this sort: silence, refused connections, 5xx, a missing
     * table or queue, missing permission, bad credentials. Wait, and retry for as long as it takes.
     */
    UNAVAILABLE,

    /** The dependency serves fewer requests than it is sent. Retry later, less often, never in more requests. */
    THROTTLED,

    /** The key, size or content of this request will never be accepted. Do not retry; other requests are not affected. */
    REFUSED;

    private static final Set<String> REFUSALS = Set.of(
            // DynamoDB
            "ValidationException",
            "ConditionalCheckFailedException",
            "ItemCollectionSizeLimitExceededException",
            "SerializationException",
            "TransactionCanceledException",
            // SQS
            "InvalidMessageContents",
            "InvalidParameterValue",
            "InvalidParameterValueException",
            "InvalidAttributeName",
            "InvalidAttributeValue",
            "InvalidBatchEntryId",
            "InvalidIdFormat",
            "MessageNotInflight",
            "MissingParameter",
            "MissingRequiredParameterException",
            "ReceiptHandleIsInvalid",
            "UnsupportedOperation",
            "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
            "AWS.SimpleQueueService.BatchRequestTooLong",
            "AWS.SimpleQueueService.EmptyBatchRequest",
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            "AWS.SimpleQueueService.UnsupportedOperation");

    /** Throttling, where the SDK does not count it as such. */
    private static final Set<String> THROTTLING = Set.of(
            "ProvisionedThroughputExceededException",
            "RequestLimitExceededException",
            "LimitExceededException",
            "OverLimitException",
            "OverLimit",
            "AWS.SimpleQueueService.OverLimit",
            "KmsThrottled");

    private static final int CONTENT_TOO_LARGE = 413;
    private static final int SERVER_ERROR = 500;

    /** Takes an unknown failure of AWS for an outage: retried for nothing is better than given up by mistake. */
    public static FailureKind of(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof AwsServiceException answer) {
            return of(answer);
        }
        if (cause instanceof Throttled) {
            return THROTTLED;
        }
        return cause instanceof SdkException || cause instanceof TimeoutException ? UNAVAILABLE : REFUSED;
    }

    /** A lost connection or a server's error: the same request may succeed at once. */
    public static boolean mayBeAccident(Throwable failure) {
        return of(failure) == UNAVAILABLE
                && (!(failure instanceof AwsServiceException answer) || answer.statusCode() >= SERVER_ERROR);
    }

    /** Whether a request of AWS failed, however deep in {@code failure}. */
    public static boolean isOfAws(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof SdkException || cause instanceof TimeoutException || cause instanceof Throttled;
    }

    private static FailureKind of(AwsServiceException answer) {
        String code = code(answer);
        if (answer.isThrottlingException() || THROTTLING.contains(code)) {
            return THROTTLED;
        }
        boolean refused = REFUSALS.contains(code) && !isOfTheTable(code, answer);
        return refused || answer.statusCode() == CONTENT_TOO_LARGE ? REFUSED : UNAVAILABLE;
    }

    /** The class bears the name of the code, where there is a class for it. */
    private static String code(AwsServiceException answer) {
        return answer.awsErrorDetails() == null
                ? answer.getClass().getSimpleName()
                : String.valueOf(answer.awsErrorDetails().errorCode());
    }

    /** A missing index or another key schema has the code of a malformed request, and would refuse all of them. */
    private static boolean isOfTheTable(String code, AwsServiceException answer) {
        String message = String.valueOf(answer.getMessage()).toLowerCase(Locale.ROOT);
        return code.equals("ValidationException")
                && (message.contains("does not have the specified index") || message.contains("schema"));
    }

    /** The failure of AWS that others may have wrapped, or the failure itself. */
    private static Throwable cause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SdkException || cause instanceof TimeoutException || cause instanceof Throttled) {
                return cause;
            }
        }
        return failure;
    }
}
