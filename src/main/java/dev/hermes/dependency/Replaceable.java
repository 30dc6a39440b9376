package dev.hermes.dependency;

import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;

/**
 * A request in whose place others can be made, and are if it fails: it is measured, and its failure says nothing about
 * whether the dependency serves.
 */
public final class Replaceable {

    static final ExecutionAttribute<String> RESOURCE = new ExecutionAttribute<>("HermesReplaceable");

    private Replaceable() {}

    /** @param resource the table or queue that it is about */
    public static Consumer<AwsRequestOverrideConfiguration.Builder> request(String resource) {
        return call -> call.putExecutionAttribute(RESOURCE, resource);
    }
}
