package dev.hermes.management;

/** What a call is refused with: the names and statuses are those of the API Gateway Management API. */
public enum Refusal {
    BAD_REQUEST(400, "BadRequestException", "Bad Request"),
    FORBIDDEN(403, "ForbiddenException", "Forbidden"),
    GONE(410, "GoneException", "Gone"),
    TOO_LARGE(413, "PayloadTooLargeException", "Payload Too Large"),
    LIMIT_EXCEEDED(429, "LimitExceededException", "Limit Exceeded"),
    FAILED(500, "InternalFailure", "Internal Server Error"),
    UNAVAILABLE(503, "ServiceUnavailableException", "Service Unavailable");

    final int status;
    final String type;
    final String message;

    Refusal(int status, String type, String message) {
        this.status = status;
        this.type = type;
        this.message = message;
    }
}
