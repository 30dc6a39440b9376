package dev.hermes.management;

import dev.hermes.management.SignatureCheck.Claim;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves calls to this stage that are signed with the configured key pair, and refuses all others as API Gateway does.
 *
 * <p>The route that a call came by has a path parameter {@code stage}.
 */
public final class SignedCalls {

    private static final Logger LOG = LoggerFactory.getLogger(SignedCalls.class);

    private final String stage;
    private final SignatureCheck signatures;
    private final Predicate<HttpServerRequest> trusted;

    /**
     * @param accessKeyId with {@code secretAccessKey} what callers sign with; if both are empty, every call is refused
     * @param trusted which calls need no signature
     * @throws IllegalArgumentException if only one of the two is set
     */
    public SignedCalls(
            String stage,
            String accessKeyId,
            String secretAccessKey,
            Predicate<HttpServerRequest> trusted,
            Clock clock) {
        this.stage = stage;
        this.trusted = trusted;
        this.signatures = new SignatureCheck(KeyPair.of(accessKeyId, secretAccessKey), clock);
    }

    /** What to do with a call that is signed rightly. */
    @FunctionalInterface
    public interface Call {

        /**
         * Must not block.
         *
         * @throws WronglySigned if there is no such call: 403, as API Gateway answers it
         * @throws IllegalArgumentException if the call is malformed: 400; the message is told to the caller
         */
        void serve(String method, Body body, Reply reply);
    }

    /**
     * Reads the body and serves the call. Must be called as soon as the request has come.
     *
     * @param longestBody in bytes; a longer one is refused with 413
     */
    public void take(RoutingContext routing, int longestBody, Call call) {
        HttpServerRequest request = routing.request();
        Reply reply = new Reply(routing);
        String calledStage = routing.pathParam("stage");
        String method = request.method().name();
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            // Also for a call that is refused: a body that never comes would leave the connection out of step.
            request.response().writeContinue();
        }
        try {
            Consumer<String> proof = trusted.test(request) ? hash -> {} : claim(request)::prove;
            Body.read(request, longestBody)
                    .map(body -> {
                        proof.accept(body.hash());
                        if (!calledStage.equals(stage)) {
                            throw new WronglySigned("This is stage '" + stage + "', not '" + calledStage + "'");
                        }
                        call.serve(method, body, reply);
                        return body;
                    })
                    .onFailure(failure -> refuse(reply, failure));
        } catch (WronglySigned e) {
            refuse(reply, e);
        }
    }

    private Claim claim(HttpServerRequest request) {
        return signatures.claim(
                new RequestHead(request.method().name(), request.path(), request.query(), request.headers()::getAll));
    }

    /** Answers a call that failed, by the kind of failure. */
    public static void refuse(Reply reply, Throwable failure) {
        if (failure instanceof WronglySigned) {
            LOG.debug("Call {} is forbidden: {}", reply.requestId(), failure.getMessage());
            reply.refuse(Refusal.FORBIDDEN);
        } else if (failure instanceof Body.TooLarge) {
            reply.refuse(Refusal.TOO_LARGE);
        } else if (failure instanceof IllegalArgumentException) {
            reply.refuse(Refusal.BAD_REQUEST, failure.getMessage());
        } else if (failure instanceof HttpClosedException) {
            LOG.debug("Call {}: its caller went away", reply.requestId());
        } else {
            LOG.warn("Call {} failed", reply.requestId(), failure);
            reply.refuse(Refusal.FAILED);
        }
    }
}
