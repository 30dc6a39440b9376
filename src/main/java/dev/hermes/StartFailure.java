package dev.hermes;

import dev.hermes.rules.BrokenRules;
import java.net.BindException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Hermes, or one of its commands, cannot do its work. The message is one sentence that says what to do about it. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String SET_UP = ": run \"hermes setup\" once (java -jar hermes.jar setup)";

    private StartFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** Finds in {@code failure} what a person can act on. */
    public static StartFailure from(Throwable failure, Settings settings) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String sentence = sentence(cause, settings);
            if (sentence != null) {
                return new StartFailure(sentence, failure);
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new StartFailure(failure == root ? message(root) : failure.getMessage() + ": " + message(root), failure);
    }

    private static String sentence(Throwable cause, Settings settings) {
        if (cause instanceof StartFailure
                || cause instanceof WrongSettings
                || cause instanceof BindException
                || cause instanceof BrokenRules) {
            return cause.getMessage();
        }
        if (cause instanceof AwsServiceException missing && isOfWhatIsMissing(missing)) {
            return missing.awsErrorDetails().errorMessage() + SET_UP + ", or set the name of yours";
        }
        if (cause instanceof DynamoDbException wrong && message(wrong).contains("index")) {
            return "Table " + settings.get("hermes.connections.table") + " has no index "
                    + settings.get("hermes.connections.index")
                    + SET_UP + " to add it";
        }
        return cause instanceof SdkClientException ? awsClient(message(cause)) : null;
    }

    /** Its details name the table or queue. */
    private static boolean isOfWhatIsMissing(AwsServiceException failure) {
        return failure.awsErrorDetails() != null
                && (failure instanceof ResourceNotFoundException || failure instanceof QueueDoesNotExistException);
    }

    private static String awsClient(String message) {
        if (message.contains("credentials")) {
            return "There are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give"
                    + " the task or instance a role";
        }
        if (message.contains("region")) {
            return "There is no AWS region: set AWS_REGION";
        }
        if (message.contains("Connect") || message.contains("refused") || message.contains("UnknownHost")) {
            return "AWS cannot be reached (" + message
                    + "): check the network, AWS_REGION, and the endpoints, if you set any";
        }
        return null;
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
