package dev.hermes.management;

/** What a call is refused with: the names and statuses are those of the API Gateway Management API, as far as it has them. */
public enum Refusal {
    BAD_REQUEST(400, "BadRequestException", "Bad Request"),
    FORBIDDEN(403, "ForbiddenException", "Forbidden"),
    NOT_FOUND(404, "NotFoundException", "Not Found"),
    METHOD_NOT_ALLOWED(405, "MethodNotAllowedException", "Method Not Allowed"),
    GONE(410, "GoneException", "Gone"),
    TOO_LARGE(413, "PayloadTooLargeException", "Payload Too Large"),
    LIMIT_EXCEEDED(429, "LimitExceededException", "Limit Exceeded"),
    FAILED(500, "InternalFailure", "Internal Server Error"),
    UNAVAILABLE(503, "ServiceUnavailableException", "Service Unavailable"),
    TOO_SLOW(504, "GatewayTimeoutException", "Gateway Timeout");

    final int status;
    final String type;
    final String message;

    Refusal(int status, String type, String message) {
        this.status = status;
        this.type = type;
        this.message = message;
    }
}
