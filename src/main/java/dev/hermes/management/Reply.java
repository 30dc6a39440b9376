package dev.hermes.management;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one call as API Gateway does: in JSON, with the kind of error in a header. Can be used from any thread. */
public final class Reply {

    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

    private static final String JSON = "application/json";

    private final HttpServerResponse response;
    private final Context context;
    private final String requestId = UUID.randomUUID().toString();

    Reply(RoutingContext routing) {
        this.response = routing.response();
        this.context = routing.vertx().getOrCreateContext();
    }

    /** Told to the caller, so that an operator who is asked about a refusal finds its reason in the log. */
    public String requestId() {
        return requestId;
    }

    public void send(int status) {
        end(status, null, JSON, null);
    }

    public void send(JsonObject body) {
        send(200, body);
    }

    public void send(int status, JsonObject body) {
        end(status, null, JSON, body.encode());
    }

    /** @param json the text of a JSON value, which is sent as it is */
    public void sendText(String json) {
        end(200, null, JSON, json);
    }

    /** @param type the body's media type */
    public void send(int status, String type, String body) {
        end(status, null, type, body);
    }

    public void refuse(Refusal refusal) {
        refuse(refusal, refusal.message);
    }

    public void refuse(Refusal refusal, String message) {
        end(
                refusal.status,
                refusal.type,
                JSON,
                new JsonObject().put("message", message).encode());
    }

    private void end(int status, String errorType, String type, String body) {
        context.runOnContext(any -> {
            if (response.ended() || response.closed()) {
                return;
            }
            try {
                write(status, errorType, type, body);
            } catch (IllegalArgumentException noHeader) {
                // Of a rule, which may take it from data; without an answer the caller would wait.
                LOG.warn("Call {} cannot be answered with type '{}': {}", requestId, type, noHeader.getMessage());
                response.setStatusCode(Refusal.FAILED.status).end();
            }
        });
    }

    private void write(int status, String errorType, String type, String body) {
        response.setStatusCode(status).putHeader("x-amzn-RequestId", requestId);
        if (errorType != null) {
            response.putHeader("x-amzn-ErrorType", errorType);
        }
        if (body == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", type).end(body);
        }
    }
}
