package dev.hermes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.hermes.AwsClients;
import dev.hermes.Settings;
import dev.hermes.StartFailure;
import dev.hermes.queue.QueueAddress;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Puts one notification on the queue, as a back end does. */
@Command(name = "send", description = "Put a notification on the queue.", mixinStandardHelpOptions = true)
public final class SendCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--room", required = true, description = "The room to notify.")
    private String room;

    @Option(names = "--user", description = "The sender; without it the notification names none.")
    private String user;

    @Parameters(paramLabel = "JSON", description = "The data: any JSON value.")
    private String data;

    @Override
    public Integer call() throws Exception {
        if (room.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--room is empty: a notification without a room reaches nobody");
        }
        String body = body();
        Settings settings = Settings.load(Path.of(""), System.getenv());
        try (SqsClient sqs = AwsClients.of(settings).sqs()) {
            QueueAddress queue = new QueueAddress(
                    sqs, settings.get("hermes.notifications.queue"), settings.get("hermes.notifications.queue-url"));
            String id = Progress.onTerminal(spec.commandLine().getErr())
                    .during(() -> "Waiting for SQS", () -> send(sqs, queue, body));
            spec.commandLine().getOut().println("Sent " + id + " to " + queue.get());
            return 0;
        } catch (SdkException e) {
            throw StartFailure.from(e, settings);
        }
    }

    /** @return the id that SQS gives the message */
    private String send(SqsClient sqs, QueueAddress queue, String body) {
        SendMessageRequest.Builder message =
                SendMessageRequest.builder().queueUrl(queue.get()).messageBody(body);
        if (queue.isFifo()) {
            message.messageGroupId(room)
                    .messageDeduplicationId(UUID.randomUUID().toString());
        }
        return sqs.sendMessage(message.build()).messageId();
    }

    private String body() {
        // Made here: every command is made at every start, and this takes a tenth of it.
        ObjectMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            json.readTree(data);
        } catch (JsonProcessingException e) {
            throw new ParameterException(
                    spec.commandLine(), "The data is not JSON. A text needs two pairs of quotes: '\"like this\"'", e);
        }
        ObjectNode body = json.createObjectNode();
        if (user != null) {
            body.put("user_id", user);
        }
        return body.put("room_id", room).putRawValue("data", new RawValue(data)).toString();
    }
}
