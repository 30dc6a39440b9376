package dev.hermes.history;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** A client of DynamoDB that loses puts, or their answers, on command, and counts what is asked. */
final class FaultyTable {

    private final AtomicInteger putsToLose = new AtomicInteger();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger queriesToFail = new AtomicInteger();
    private final AtomicReference<Runnable> beforeAnswer = new AtomicReference<>();
    private final AtomicInteger puts = new AtomicInteger();
    private final AtomicInteger queries = new AtomicInteger();
    private final DynamoDbClient client;

    FaultyTable(DynamoDbClient real) {
        this.client = (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    Object request = arguments == null ? null : arguments[0];
                    return request instanceof PutItemRequest
                            ? put(real, method, arguments)
                            : other(real, method, arguments);
                });
    }

    DynamoDbClient client() {
        return client;
    }

    /** The next puts time out and never reach the table. */
    void losePuts(int count) {
        putsToLose.set(count);
    }

    /** The next puts reach the table, but their callers hear of a time-out. */
    void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /** The next queries time out. */
    void failQueries(int count) {
        queriesToFail.set(count);
    }

    /** Runs a task when the table has answered the next query, before the caller hears of it. */
    void beforeNextQueryEnds(Runnable task) {
        beforeAnswer.set(task);
    }

    int puts() {
        return puts.get();
    }

    int queries() {
        return queries.get();
    }

    private Object put(DynamoDbClient real, Method method, Object[] arguments) throws Throwable {
        puts.incrementAndGet();
        if (take(putsToLose)) {
            throw ApiCallTimeoutException.create(1);
        }
        boolean lost = take(answersToLose);
        Object answer = invoke(real, method, arguments);
        if (lost) {
            throw ApiCallTimeoutException.create(1);
        }
        return answer;
    }

    private static boolean take(AtomicInteger left) {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    private Object other(DynamoDbClient real, Method method, Object[] arguments) throws Throwable {
        if (arguments != null && arguments[0] instanceof QueryRequest) {
            queries.incrementAndGet();
            if (take(queriesToFail)) {
                throw ApiCallTimeoutException.create(1);
            }
            Object answer = invoke(real, method, arguments);
            Optional.ofNullable(beforeAnswer.getAndSet(null)).ifPresent(Runnable::run);
            return answer;
        }
        return invoke(real, method, arguments);
    }

    private static Object invoke(DynamoDbClient real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
