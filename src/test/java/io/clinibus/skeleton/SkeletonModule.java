package io.clinibus.skeleton;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.platform.Module;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.platform.mail.MailTemplate;
import io.clinibus.skeleton.api.SkeletonApi;
import io.clinibus.skeleton.api.SkeletonApi.CountGreetings;
import java.util.List;
import java.util.Map;

/** Describes the skeleton domain. */
public final class SkeletonModule {

  private static final LiveTopic<?, ?> GREETINGS =
      LiveTopic.of(
              "greetings",
              SkeletonApi.COUNT_GREETINGS,
              topic -> new CountGreetings(),
              count -> new TopicState(Json.MAPPER.<ObjectNode>valueToTree(count), Map.of()))
          .roles("ADMIN")
          .invalidatedBy(SkeletonApi.GREETED)
          .build();

  public static final Module MODULE =
      Module.of("skeleton", SkeletonVerticle::new)
          .withApis(SkeletonApi.class)
          .withTopics(List.of(GREETINGS))
          .withMails(List.of(MailTemplate.of("GREETING", "/appointments")));

  private SkeletonModule() {}
}
