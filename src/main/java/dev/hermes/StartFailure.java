package dev.hermes;

import dev.hermes.rules.BrokenRules;
import java.net.BindException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Hermes, or one of its commands, cannot do its work. The message is one sentence that says what to do about it. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

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
        if (cause instanceof ResourceNotFoundException) {
            return "A table is missing (" + settings.get("hermes.connections.table") + ", "
                    + settings.get("hermes.rooms.table") + " or " + settings.get("hermes.tokens.table")
                    + "): run \"hermes setup\" once (java -jar hermes.jar setup), or set the names of yours";
        }
        if (cause instanceof DynamoDbException wrong && message(wrong).contains("index")) {
            return "Table " + settings.get("hermes.connections.table") + " has no index "
                    + settings.get("hermes.connections.index")
                    + ": run \"hermes setup\" once (java -jar hermes.jar setup) to add it";
        }
        if (cause instanceof QueueDoesNotExistException) {
            return "A queue is missing (" + settings.get("hermes.notifications.queue") + " or "
                    + settings.get("hermes.notifications.dead-letter-queue")
                    + "): run \"hermes setup\" once (java -jar hermes.jar setup), or set the names of yours";
        }
        return cause instanceof SdkClientException ? awsClient(message(cause)) : null;
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
