package dev.hermes.dev;

import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** ElasticMQ in this JVM, in memory, on loopback alone. */
public final class LocalSqs implements AutoCloseable {

    private final SQSRestServer server;
    private final int port;

    /** @param port 0: any that is free */
    public LocalSqs(int port) {
        this.port = port == 0 ? FreePort.find() : port;
        this.server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withPort(this.port)
                .withServerAddress(new NodeAddress("http", "127.0.0.1", this.port, ""))
                .withAWSRegion("eu-west-1")
                .start();
        server.waitUntilStarted();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.stopAndWait();
    }
}
