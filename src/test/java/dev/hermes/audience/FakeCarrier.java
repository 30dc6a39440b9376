package dev.hermes.audience;

import dev.hermes.audience.CarrierFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Remembers what it was to carry, and answers when it is told to. */
final class FakeCarrier implements Carrier {

    final List<Request> requests = new ArrayList<>();
    final List<CompletableFuture<Boolean>> probes = new ArrayList<>();

    /** One request that waits for its answer. */
    record Request(String line, List<Push> pushes, CompletableFuture<Void> answer) {

        List<String> frames() {
            return pushes.stream().map(push -> push.notification().frame()).toList();
        }

        void succeed() {
            answer.complete(null);
        }

        void fail(Kind kind) {
            answer.completeExceptionally(new CarrierFailure(kind, "as told", null));
        }

        /** Takes all but the pushes from this one on. */
        void failFrom(int first, Kind kind) {
            answer.completeExceptionally(
                    new CarrierFailure(kind, "as told", null).leaving(pushes.subList(first, pushes.size())));
        }
    }

    Request last() {
        return requests.get(requests.size() - 1);
    }

    /** The lines that requests were made for, in order. */
    List<String> lines() {
        return requests.stream().map(Request::line).toList();
    }

    @Override
    public String kind() {
        return "node";
    }

    @Override
    public CompletableFuture<Void> carry(String line, List<Push> pushes) {
        Request request = new Request(line, pushes, new CompletableFuture<>());
        requests.add(request);
        return request.answer();
    }

    @Override
    public CompletableFuture<Boolean> probe() {
        CompletableFuture<Boolean> probe = new CompletableFuture<>();
        probes.add(probe);
        return probe;
    }
}
