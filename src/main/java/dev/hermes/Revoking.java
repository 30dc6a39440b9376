package dev.hermes;

import dev.hermes.node.NodeClient;
import dev.hermes.node.RequestSigner;
import dev.hermes.revocation.Revocations;
import dev.hermes.revocation.Revocations.TableNames;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** How access is revoked, as the settings want it: by the API, and from the command line. */
public final class Revoking {

    private Revoking() {}

    public static Revocations revocations(Settings settings, DynamoDbClient dynamoDb) {
        return new Revocations(
                dynamoDb,
                new TableNames(
                        settings.get("hermes.tokens.table"),
                        Tables.rooms(settings),
                        settings.get("hermes.connections.table"),
                        settings.get("hermes.connections.index")),
                nodeClient(settings),
                settings.get("hermes.apigateway.endpoint"),
                GatewayClients::blocking);
    }

    /** Signs with the key pair that all nodes share. */
    static NodeClient nodeClient(Settings settings) {
        return new NodeClient(new RequestSigner(
                settings.get("hermes.connections-api.access-key-id"),
                settings.get("hermes.connections-api.secret-access-key"),
                AwsClients.region()));
    }
}
