package dev.hermes.dev;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Remembers what it is asked, and answers as it was told to. */
public final class FakeDynamoDb implements DynamoDbClient {

    private final List<DynamoDbRequest> requests = new CopyOnWriteArrayList<>();
    private final Queue<QueryResponse> pages = new ArrayDeque<>();
    private final Queue<ExecuteStatementResponse> statements = new ArrayDeque<>();
    private final Queue<BatchGetItemResponse> batchReads = new ArrayDeque<>();
    private final Queue<BatchWriteItemResponse> batchWrites = new ArrayDeque<>();
    private final Map<Integer, SdkException> failures = new HashMap<>();
    private Map<String, AttributeValue> item = Map.of();

    public List<DynamoDbRequest> requests() {
        return requests;
    }

    /** The requests of one kind. */
    public <T extends DynamoDbRequest> List<T> requests(Class<T> kind) {
        return requests.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Every item that is asked for is this one. */
    public synchronized void answerGetItem(Map<String, AttributeValue> found) {
        item = found;
    }

    /** The next query that no other page is meant for finds {@code rows}, and more of them from {@code nextKey} on. */
    public synchronized void answerQuery(List<Map<String, AttributeValue>> rows, Map<String, AttributeValue> nextKey) {
        pages.add(QueryResponse.builder()
                .items(rows)
                .count(rows.size())
                .lastEvaluatedKey(nextKey)
                .build());
    }

    /** The next read of a batch is answered like this. */
    public void answerBatchGet(BatchGetItemResponse response) {
        batchReads.add(response);
    }

    /** The next write of a batch is answered like this. */
    public void answerBatchWrite(BatchWriteItemResponse response) {
        batchWrites.add(response);
    }

    /** The next statement finds {@code rows}, and more of them with {@code nextToken}. */
    public synchronized void answerStatement(List<Map<String, AttributeValue>> rows, String nextToken) {
        statements.add(ExecuteStatementResponse.builder()
                .items(rows)
                .nextToken(nextToken)
                .build());
    }

    /** The next request fails. */
    public void fail(SdkException failure) {
        failAfter(0, failure);
    }

    /** The request after {@code others} more fails. */
    public synchronized void failAfter(int others, SdkException failure) {
        failures.put(requests.size() + others, failure);
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        note(request);
        return GetItemResponse.builder().item(item).build();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        note(request);
        return PutItemResponse.builder().build();
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        note(request);
        return DeleteItemResponse.builder().build();
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        note(request);
        return batchReads.isEmpty() ? BatchGetItemResponse.builder().build() : batchReads.remove();
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        note(request);
        return batchWrites.isEmpty() ? BatchWriteItemResponse.builder().build() : batchWrites.remove();
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        note(request);
        return UpdateItemResponse.builder().build();
    }

    @Override
    public synchronized ExecuteStatementResponse executeStatement(ExecuteStatementRequest request) {
        note(request);
        return statements.isEmpty() ? ExecuteStatementResponse.builder().build() : statements.remove();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        note(request);
        QueryResponse page = nextPage();
        return page == null ? QueryResponse.builder().items(List.of()).count(0).build() : page;
    }

    private synchronized QueryResponse nextPage() {
        return pages.poll();
    }

    private synchronized void note(DynamoDbRequest request) {
        SdkException failure = failures.remove(requests.size());
        requests.add(request);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
