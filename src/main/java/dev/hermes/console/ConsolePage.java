package dev.hermes.console;

import dev.hermes.http.PageFile;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.function.Consumer;

/** A page on {@code /console} that shows this node and its rooms. It holds no data: that comes by {@link ConsoleApi}. */
public final class ConsolePage implements Consumer<Router> {

    private final JsonObject settings;

    /**
     * @param stage the first segment of the paths that the page calls
     * @param signed whether its calls must be signed, for which it asks the user for the key pair
     */
    public ConsolePage(String stage, boolean signed) {
        this.settings = new JsonObject().put("stage", stage).put("signed", signed);
    }

    @Override
    public void accept(Router router) {
        PageFile.serve(router, "/console", "console.html");
        for (String name : new String[] {"hermes.css", "console.css", "console.js", "charts.js", "sign.js"}) {
            PageFile.serve(router, "/console/" + name, name);
        }
        router.get("/console/settings").handler(routing -> routing.json(settings));
    }
}
