package dev.hermes.dev;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ApiGatewayManagementApiException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PostToConnectionRequest;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PostToConnectionResponse;

/** Remembers what was posted, and answers, later and on a thread of its own, as it was told to. */
public final class FakeApiGateway implements ApiGatewayManagementApiAsyncClient {

    private static final int OK = 200;

    private final List<PostToConnectionRequest> posts = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Integer>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final CompletableFuture<Void> open = new CompletableFuture<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean holdsBack;

    public List<PostToConnectionRequest> posts() {
        return posts;
    }

    /** The ids that were posted to, as often as they were. */
    public List<String> postedTo() {
        return posts.stream().map(PostToConnectionRequest::connectionId).toList();
    }

    /** The next posts to a connection are answered so, and those after them with 200. Status 0: no answer. */
    public void answer(String connectionId, int... statuses) {
        answers.put(
                connectionId, new ArrayDeque<>(IntStream.of(statuses).boxed().toList()));
    }

    /** Answers nothing until {@link #release}. */
    public void holdBack() {
        holdsBack = true;
    }

    public void release() {
        open.complete(null);
    }

    public int underWay() {
        return underWay.get();
    }

    public int mostUnderWay() {
        return mostUnderWay.get();
    }

    @Override
    public CompletableFuture<PostToConnectionResponse> postToConnection(PostToConnectionRequest post) {
        posts.add(post);
        int now = underWay.incrementAndGet();
        mostUnderWay.accumulateAndGet(now, Math::max);
        // As the SDK's, the future fails with a CompletionException around the cause.
        return (holdsBack ? open : CompletableFuture.<Void>completedFuture(null))
                .thenApplyAsync(opened -> respond(post.connectionId()), thread);
    }

    private PostToConnectionResponse respond(String connectionId) {
        underWay.decrementAndGet();
        Integer status = answers.getOrDefault(connectionId, new ArrayDeque<>()).poll();
        if (status == null || status == OK) {
            return PostToConnectionResponse.builder().build();
        }
        if (status == 0) {
            throw SdkClientException.create("no answer in time");
        }
        throw ApiGatewayManagementApiException.builder()
                .statusCode(status)
                .message("as told")
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
