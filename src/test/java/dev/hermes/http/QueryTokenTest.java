package dev.hermes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTokenTest {

    @ParameterizedTest
    @CsvSource({
        "/dev?token=ey.a.b, /dev",
        "/dev?token=ey.a.b&since=now, /dev?since=now",
        "/dev?since=-5&token=ey.a.b, /dev?since=-5",
        "/dev?a=%20b;token=ey.a.b&c, /dev?a=%20b&c",
        "/dev?to%6ben=ey%2Ea%2Eb, /dev",
        "/dev?token=ey.a.b&token=other, /dev",
        "/dev?x=%zz&token=ey.a.b, /dev?x=%zz",
        "http://host/dev?token=ey.a.b, http://host/dev"
    })
    void movesIntoAHeaderAndLeavesTheRest(String uri, String without) {
        HttpRequest request = moved(uri);

        assertThat(request.uri()).isEqualTo(without);
        assertThat(request.headers().getAll("Authorization")).containsExactly("Bearer ey.a.b");
    }

    @Test
    void comesBeforeThatOfTheHeader() {
        HttpRequest request = request("/dev?token=query");
        request.headers().set("Authorization", "Bearer header");

        QueryToken.move(request);

        assertThat(request.headers().getAll("Authorization")).containsExactly("Bearer query");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev", "/dev?", "/dev?tokens=x", "/dev?Token=x", "/token", "/dev?x=token"})
    void leavesWhatHasNone(String uri) {
        HttpRequest request = moved(uri);

        assertThat(request.uri()).isEqualTo(uri);
        assertThat(request.headers().contains("Authorization")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev?token", "/dev?token=", "/dev?token=&token=x"})
    void isNoneWhereItIsEmpty(String uri) {
        HttpRequest request = moved(uri);

        assertThat(request.uri()).isEqualTo("/dev");
        assertThat(request.headers().contains("Authorization")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20ey.a.b", "+ey.a.b", "a%0d%0aX-Evil:%201", "a%00b", "ey.a.b%3D", "%C3%A9"})
    void isNeverWhatNoTokenCanBe(String token) {
        HttpRequest request = moved("/dev?token=" + token);

        assertThat(request.uri()).isEqualTo("/dev");
        assertThat(request.headers().getAll("Authorization")).containsExactly("Bearer -");
    }

    @Test
    void leavesTheUriEvenIfItCannotBeDecoded() {
        HttpRequest request = request("/dev?token=ey.a.b%zz");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueryToken.move(request))
                .withMessageNotContaining("ey.a.b")
                .withNoCause();

        assertThat(request.uri()).isEqualTo("/dev");
    }

    private static HttpRequest moved(String uri) {
        HttpRequest request = request(uri);
        QueryToken.move(request);
        return request;
    }

    private static HttpRequest request(String uri) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri);
    }
}
