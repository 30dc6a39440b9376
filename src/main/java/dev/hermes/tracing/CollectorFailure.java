package dev.hermes.tracing;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;

/** Why a collector did not take spans, in words that hold no address and nothing that was sent. */
final class CollectorFailure {

    private CollectorFailure() {}

    /** @param failure null if nobody knows */
    static String reason(Throwable failure) {
        if (failure instanceof HttpExportException answer && answer.getResponse() != null) {
            return "it answered " + answer.getResponse().getStatusCode();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpTimeoutException) {
                return "it does not answer in time";
            }
            if (cause instanceof ConnectException) {
                return "it cannot be connected to";
            }
        }
        Throwable cause = failure != null && failure.getCause() != null ? failure.getCause() : failure;
        return cause == null
                ? "it does not answer"
                : "it does not answer (" + cause.getClass().getSimpleName() + ")";
    }
}
