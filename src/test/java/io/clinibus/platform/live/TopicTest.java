package io.clinibus.platform.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.node.Modules;
import io.clinibus.scheduling.SchedulingTopics;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of topics, and who may subscribe to them. */
class TopicTest {

  private static final TopicRegistry TOPICS = Modules.ALL.topics();
  private static final UUID ID = UUID.fromString("01934f6e-0000-7000-8000-0123456789ab");
  private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
  private static final String OTHER = "01934f6e-0000-7000-8000-0123456789ac";
  private static final Caller ADMIN = Caller.system("test", Instant.MAX);
  private static final Caller VISITOR = Caller.visitor("test", null, Instant.MAX);

  @Test
  void topicsOfADayAndOfARangeAreParsed() {
    Topic day = TOPICS.resolve("slots/" + ID + "/2026-11-24", VISITOR, TODAY);
    assertThat(day.covers(LocalDate.parse("2026-11-24"))).isTrue();
    assertThat(day.covers(LocalDate.parse("2026-11-25"))).isFalse();
    Topic range = TOPICS.resolve("range/" + ID + "/2026-11-24/7", VISITOR, TODAY);
    assertThat(range.covers(LocalDate.parse("2026-11-30"))).isTrue();
    assertThat(range.covers(LocalDate.parse("2026-12-01"))).isFalse();
    assertThat(range.variant()).isNull();
    String typed = "type-range/" + ID + "/2026-11-24/7/" + OTHER;
    Topic ofType = TOPICS.resolve(typed, VISITOR, TODAY);
    assertThat(ofType.id()).hasToString(ID.toString());
    assertThat(ofType.variant()).hasToString(OTHER);
    assertThat(ofType.covers(LocalDate.parse("2026-11-30"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "slots",
        "slots/",
        "slots/x/2026-11-24",
        "slots/01934f6e-0000-7000-8000-0123456789AB/2026-11-24",
        "slots/1-1-1-1-1/2026-11-24",
        "slots/01934f6e-0000-7000-8000-0123456789ab/2026-02-30",
        "slots/01934f6e-0000-7000-8000-0123456789ab/+12026-11-24",
        "slots/01934f6e-0000-7000-8000-0123456789ab/9999-11-24",
        "slots/01934f6e-0000-7000-8000-0123456789ab/2026-11-24/",
        "range/01934f6e-0000-7000-8000-0123456789ab/2026-11-24/0",
        "range/01934f6e-0000-7000-8000-0123456789ab/2026-11-24/15",
        "range/01934f6e-0000-7000-8000-0123456789ab/2026-11-24/+7",
        "range/01934f6e-0000-7000-8000-0123456789ab/2026-11-24/99999999999",
        "type-range/01934f6e-0000-7000-8000-0123456789ab/2026-11-24/7",
        "type-range/01934f6e-0000-7000-8000-0123456789ab/2026-11-24/7/x",
        "me/01934f6e-0000-7000-8000-0123456789ab",
        "family/01934f6e-0000-7000-8000-0123456789ab",
        "board/1"
      })
  void otherNamesAreRefused(String name) {
    assertThat(refusal(name, ADMIN)).isEqualTo(CommonFailures.INVALID_REQUEST);
  }

  @Test
  void everyKindStatesItsRoles() {
    assertThat(TOPICS.types())
        .hasSizeGreaterThan(4)
        .allMatch(type -> type.access().anyone() || !type.access().roles().isEmpty())
        .filteredOn(type -> type.access().anyone())
        .containsExactlyInAnyOrder(
            SchedulingTopics.SLOTS,
            SchedulingTopics.RANGE,
            SchedulingTopics.TYPE_RANGE,
            SchedulingTopics.WALL);
  }

  @Test
  void aKindWithoutRolesIsNotBuilt() {
    var type = LiveTopic.of("secret", AgendaApi.LIST_UPCOMING, topic -> new ListUpcoming(), null);
    assertThatIllegalStateException()
        .isThrownBy(type::build)
        .withMessageContaining("live topic secret does not state its x-roles");
  }

  @Test
  void twoOfOneKindAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> new TopicRegistry(List.of(SchedulingTopics.SLOTS, SchedulingTopics.SLOTS)));
  }

  @Test
  void theRefusalNamesEveryKind() {
    Failure refusal =
        catchThrowableOfType(Failure.class, () -> TOPICS.resolve("board/1", ADMIN, TODAY));
    assertThat(TOPICS.types())
        .allSatisfy(type -> assertThat(refusal.getMessage()).contains(type.toString()));
  }

  @Test
  void personalTopicsRequireAPerson() {
    Caller doctor =
        new Caller(
            ID,
            Set.of(Role.DOCTOR, Role.PATIENT),
            new UUID(0, 1),
            new UUID(0, 2),
            "t",
            null,
            Instant.MAX);
    assertThat(TOPICS.resolve("me", doctor, TODAY).id()).isEqualTo(new UUID(0, 2));
    assertThat(TOPICS.resolve("family", doctor, TODAY).id()).isEqualTo(new UUID(0, 1));
    Caller withoutPatient =
        new Caller(ID, Set.of(Role.PATIENT), null, null, "t", null, Instant.MAX);
    for (String topic : List.of("me", "family")) {
      assertThat(refusal(topic, withoutPatient)).as(topic).isEqualTo(CommonFailures.FORBIDDEN);
      assertThat(refusal(topic, VISITOR)).as(topic).isEqualTo(CommonFailures.UNAUTHENTICATED);
    }
  }

  private static FailureCode refusal(String name, Caller caller) {
    return catchThrowableOfType(Failure.class, () -> TOPICS.resolve(name, caller, TODAY)).code();
  }
}
