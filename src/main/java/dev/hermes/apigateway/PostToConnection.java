package dev.hermes.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.audience.Recipients;
import dev.hermes.connection.ConnectionGone;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClient;

/**
 * Posts the frame of the {@code notification} variable to the connection that the body names, at the gateway of the
 * {@code recipients} variable.
 *
 * <p>Never blocks; the exchange goes on when the gateway has answered. Fails with {@link ConnectionGone} (410), {@link
 * GatewayBusy}, {@link GatewaySilent}, {@link MessageTooLarge} or {@link GatewayForbids}; it tries once, since the route says what to do about
 * each. The HTTP status decides, not the body: gateways differ in their bodies. Safe for use by many threads.
 */
public final class PostToConnection extends LastingStep {

    private static final int GONE = 410;

    private final Map<String, ApiGatewayManagementApiAsyncClient> clients = new ConcurrentHashMap<>();
    private final Function<String, ApiGatewayManagementApiAsyncClient> connect;
    private final Predicate<String> hasJustArrived;

    /**
     * @param connect makes the client for an endpoint, with the SDK's own retries off
     * @param hasJustArrived whether a connection may not stand yet, though its row does
     */
    public PostToConnection(
            Function<String, ApiGatewayManagementApiAsyncClient> connect, Predicate<String> hasJustArrived) {
        this.connect = connect;
        this.hasJustArrived = hasJustArrived;
    }

    /**
     * Whether API Gateway takes what these are to get: what it does not take need not be posted a thousand times. Whoever
     * gets numbers is told of a frame that is too long, in one that is not.
     */
    public boolean takes(Notification notification, Recipients recipients) {
        return recipients.numbered()
                || notification.frame().length() <= Recipients.LONGEST_AT_API_GATEWAY
                        && bytes(notification) <= Recipients.LONGEST_AT_API_GATEWAY;
    }

    private static int bytes(Notification notification) {
        return notification.frame().getBytes(UTF_8).length;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String id = exchange.getMessage().getBody(String.class);
        Notification notification = exchange.getVariable(Variables.NOTIFICATION, Notification.class);
        String endpoint =
                exchange.getVariable(Variables.RECIPIENTS, Recipients.class).address();
        try {
            clients.computeIfAbsent(endpoint, connect)
                    .postToConnection(post -> post.connectionId(id).data(SdkBytes.fromUtf8String(notification.frame())))
                    .whenComplete((posted, failure) -> {
                        if (failure != null) {
                            exchange.setException(condition(failure, endpoint, id, notification));
                        }
                        callback.done(false);
                    });
            return false;
        } catch (RuntimeException noAddress) {
            exchange.setException(new GatewaySilent(endpoint, "cannot be asked (" + noAddress + ")", noAddress));
            callback.done(true);
            return true;
        }
    }

    private Exception condition(Throwable failure, String endpoint, String id, Notification notification) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        int status = cause instanceof SdkServiceException answer ? answer.statusCode() : 0;
        if (status == GONE && hasJustArrived.test(id)) {
            return new GatewayBusy(endpoint, "does not know connection " + id + " yet", cause);
        }
        return switch (status) {
            // 400: no gateway ever gave this id to a connection.
            case 400, GONE -> new ConnectionGone(List.of(id));
            case 413 -> new MessageTooLarge(endpoint, bytes(notification), cause);
            case 403 -> new GatewayForbids(endpoint, cause);
            case 0 -> new GatewaySilent(endpoint, "does not answer (" + cause.getMessage() + ")", cause);
            default -> new GatewayBusy(endpoint, "answered " + status, cause);
        };
    }

    /** With the context. */
    public void close() {
        clients.values().forEach(ApiGatewayManagementApiAsyncClient::close);
    }
}
