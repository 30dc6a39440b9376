package dev.hermes;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Puts the name of a table or queue into the failure of a request that did not find it; AWS leaves it out. */
final class NameWhatIsMissing implements ExecutionInterceptor {

    @Override
    public Throwable modifyException(Context.FailedExecution failed, ExecutionAttributes attributes) {
        Throwable failure = failed.exception();
        if (failure instanceof ResourceNotFoundException missing) {
            return named(missing, "Table", field("TableName", failed.request()));
        }
        if (failure instanceof QueueDoesNotExistException missing) {
            return named(
                    missing,
                    "Queue",
                    field("QueueName", failed.request()).or(() -> field("QueueUrl", failed.request())));
        }
        return failure;
    }

    private static Optional<String> field(String name, SdkRequest request) {
        return request.getValueForField(name, String.class);
    }

    private static Throwable named(AwsServiceException missing, String kind, Optional<String> name) {
        AwsErrorDetails details = missing.awsErrorDetails();
        if (details == null || name.isEmpty()) {
            return missing;
        }
        String sentence = kind + " " + name.get() + " is missing";
        return missing.toBuilder()
                .awsErrorDetails(details.toBuilder().errorMessage(sentence).build())
                .build();
    }
}
