package dev.hermes.dependency;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Puts a failed request into words for the operator: what failed, why, and what to do where that is known. */
final class Reason {

    private static final String SET_UP =
            ": run \"hermes setup\" once (java -jar hermes.jar setup), or set the name of yours";
    private static final int LONGEST = 200;

    private Reason() {}

    static String of(Operation operation, Throwable failure) {
        if (failure instanceof ResourceNotFoundException) {
            return "table " + operation.resource() + " is missing" + SET_UP;
        }
        if (failure instanceof QueueDoesNotExistException) {
            return "queue " + operation.resource() + " is missing" + SET_UP;
        }
        String what = text(failure);
        if (what.contains("does not have the specified index")) {
            return "table " + operation.resource() + " lacks its index" + SET_UP;
        }
        return operation.name() + " on " + operation.resource() + " fails: " + what;
    }

    private static String text(Throwable failure) {
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            return answer.awsErrorDetails().errorCode() + " (" + answer.statusCode() + ") "
                    + firstLine(answer.awsErrorDetails().errorMessage());
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : firstLine(message);
    }

    /** Behind the first line AWS quotes the request that a signature was wrong for, session token and all. */
    static String firstLine(String message) {
        if (message == null) {
            return "";
        }
        String line = message.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
