package dev.hermes.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Attributes;
import dev.hermes.connection.Connection;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AimTest {

    private static final Attributes STAFF_ON_A_PHONE =
            new Attributes(Map.of("role", Set.of("staff", "admin"), "device", Set.of("phone")));

    @ParameterizedTest
    @CsvSource({
        "role, staff, false, true",
        "role, admin, false, true",
        "role, guest, false, false",
        "device, phone, false, true",
        "team, staff, false, false",
        "role, staff, true, false",
        "role, guest, true, true",
        "team, staff, true, true"
    })
    void includesWhoHasOneOfTheValues(String attribute, String value, boolean except, boolean included) {
        Aim aim = Aim.EVERYBODY.where(new Where(attribute, Set.of(value, "another"), except));

        assertThat(aim.includes("ada", STAFF_ON_A_PHONE)).isEqualTo(included);
    }

    @Test
    void includesNobodyWithoutTheAttribute() {
        Aim aim = Aim.EVERYBODY.where(new Where("role", Set.of("staff"), false));

        assertThat(aim.includes(new Connection("c-1", "lobby", "ada", "http://here")))
                .isFalse();
        assertThat(Aim.EVERYBODY.includes(new Connection("c-1", "lobby", "ada", "http://here")))
                .isTrue();
    }

    @Test
    void takesAllThatIsSaidTogether() {
        Aim aim = Aim.EVERYBODY
                .where(new Where("role", Set.of("staff"), false))
                .where(new Where("role", Set.of("admin"), false))
                .where(new Where("device", Set.of("tv"), true))
                .to(Set.of("ada", "bob"))
                .except(Set.of("bob"));

        assertThat(aim.includes("ada", STAFF_ON_A_PHONE)).isTrue();
        assertThat(aim.includes("bob", STAFF_ON_A_PHONE)).isFalse();
        assertThat(aim.includes("eve", STAFF_ON_A_PHONE)).isFalse();
        assertThat(aim.includes("ada", new Attributes(Map.of("role", Set.of("staff")))))
                .isFalse();
    }

    @Test
    void isForEverybodyOnlyWhereNothingIsSaid() {
        assertThat(Aim.EVERYBODY.isEverybody()).isTrue();
        assertThat(Aim.EVERYBODY.where(new Where("role", Set.of("staff"), true)).isEverybody())
                .isFalse();
    }
}
