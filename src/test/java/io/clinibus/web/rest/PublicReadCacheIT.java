package io.clinibus.web.rest;

import static io.clinibus.scheduling.api.AppointmentsApi.LIST_APPOINTMENTS;
import static io.clinibus.scheduling.api.SlotsApi.LIST_AVAILABLE_SLOTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.web.WebFixture;
import io.vertx.core.Future;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Public reads that were asked for before: quicker, and judged like the first. */
class PublicReadCacheIT {

  private static final int LIMIT = 30;

  private final String doctor =
      "/api/appointments/doctor/" + UUID.randomUUID() + "/available-slots?date=";
  private final String day = doctor + "2026-11-24";
  private WebFixture web;

  @BeforeEach
  void start() {
    web = WebFixture.start(WebFixture.http(false, LIMIT), WebFixture.generous());
    web.answersLast(true);
  }

  @AfterEach
  void stop() {
    web.close();
  }

  @Test
  void aCachedAnswerIsServedUntilItExpires() {
    HttpResponse<String> first = web.get(day);
    HttpResponse<String> again = web.get(day);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    for (String header : new String[] {"ETag", "Cache-Control", "Content-Type"}) {
      assertThat(header(again, header)).as(header).isEqualTo(header(first, header)).isNotEmpty();
    }
    assertThat(header(again, "X-Request-Id")).isNotEqualTo(header(first, "X-Request-Id"));
    assertThat(timesAsked()).isEqualTo(1);

    web.answersLast(false);
    assertThat(web.get(day).statusCode()).isEqualTo(200);
    assertThat(timesAsked()).isEqualTo(2);
  }

  @Test
  void aCachedAnswerServesAllUsersHeadAndConditionalRequests() {
    String tag = header(web.get(day), "ETag");
    assertThat(web.send(web.request(day).header("If-None-Match", tag)).statusCode()).isEqualTo(304);
    assertThat(web.send(web.as(day, Role.PATIENT)).statusCode()).isEqualTo(200);
    HttpResponse<String> head = web.send(web.request(day).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(tag);
    assertThat(timesAsked()).isEqualTo(1);
  }

  @Test
  void anotherPathIsReadSeparately() {
    web.get(day);
    web.get(doctor + "2026-11-25");
    assertThat(timesAsked()).isEqualTo(2);
    assertThat(web.get(doctor + "tomorrow").statusCode()).isEqualTo(400);
    assertThat(web.get(doctor + "tomorrow").statusCode()).isEqualTo(400);
  }

  @Test
  void aCachedAnswerBypassesNoCheckOrLimit() {
    web.get(day);
    assertThat(web.send(web.request(day).header("Authorization", "Bearer x")).statusCode())
        .isEqualTo(401);
    assertThat(web.send(web.request(day).header("Accept", "text/html")).statusCode())
        .isEqualTo(406);
    assertThat(web.post(day, "{}").statusCode()).isEqualTo(405);
    for (int i = 3; i < LIMIT; i++) {
      assertThat(web.get(day).statusCode()).isEqualTo(200);
    }
    assertThat(web.get(day).statusCode()).isEqualTo(429);
  }

  @Test
  void aRefusalIsNotCached() {
    web.answer(
        LIST_AVAILABLE_SLOTS, (request, caller) -> Future.failedFuture(Failure.notFound("doctor")));
    assertThat(web.get(day).statusCode()).isEqualTo(404);
    web.answer(LIST_AVAILABLE_SLOTS, (request, caller) -> web.sampleOf(LIST_AVAILABLE_SLOTS));
    assertThat(web.get(day).statusCode()).isEqualTo(200);
  }

  @Test
  void privateAnswersAreNotCached() {
    for (int i = 0; i < 2; i++) {
      assertThat(web.send(web.as("/api/appointments", Role.RECEPTIONIST)).statusCode())
          .isEqualTo(200);
    }
    assertThat(web.asked(LIST_APPOINTMENTS)).hasSize(2);
  }

  private int timesAsked() {
    return web.asked(LIST_AVAILABLE_SLOTS).size();
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
