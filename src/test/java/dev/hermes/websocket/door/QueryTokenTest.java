package dev.hermes.websocket.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTokenTest {

    @Test
    void movesIntoAHeader() {
        HttpRequest request = read("/dev?token=ey.a.b&CamelAwsDdbTableName=evil");

        assertThat(request.uri()).isEqualTo("/dev");
        assertThat(request.headers().get("Authorization")).isEqualTo("Bearer ey.a.b");
    }

    @Test
    void isDecoded() {
        assertThat(read("/d%65v?x=1&token=a%2Bb%3D").headers().get("Authorization"))
                .isEqualTo("Bearer a+b=");
    }

    @Test
    void comesBeforeThatOfTheHeader() {
        HttpRequest request = upgrade("/dev?token=query");
        request.headers().set("Authorization", "Bearer header");
        QueryToken.move(request);

        assertThat(request.headers().getAll("Authorization")).containsExactly("Bearer query");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev",
                "/dev?",
                "/dev?token",
                "/dev?token=",
                "/dev?tokens=x",
                "/dev?token=%zz",
                "/dev?token=a%0d%0ab"
            })
    void leavesWhatHasNoneOrCannotBeRead(String uri) {
        HttpRequest request = read(uri);

        assertThat(request.uri()).isEqualTo(uri);
        assertThat(request.headers().contains("Authorization")).isFalse();
    }

    @Test
    void staysWhereNobodyAsksForAWebSocket() {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/dev?token=x");
        QueryToken.move(request);

        assertThat(request.uri()).isEqualTo("/dev?token=x");
    }

    private HttpRequest read(String uri) {
        HttpRequest request = upgrade(uri);
        QueryToken.move(request);
        return request;
    }

    private static HttpRequest upgrade(String uri) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri);
        request.headers().set("Upgrade", "websocket");
        return request;
    }
}
