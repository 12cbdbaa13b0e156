package io.clinibus.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Bundles the contract of the live protocol with the topics of each domain into one AsyncAPI
 * document.
 *
 * <p>{@code live.yaml} holds the protocol; every other file names its domain in {@code x-domain}
 * and holds the domain's topics in {@code x-topics}, each with {@code name}, {@code summary},
 * {@code x-roles} and the schemas of its facts ({@code about}) and, if it has any, of its {@code
 * items}. The build runs this file by itself, before anything is compiled, so that it uses Jackson
 * alone.
 */
public final class LiveContractBundler {

  private static final String PROTOCOL = "live.yaml";
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(Feature.MINIMIZE_QUOTES)
          .disable(Feature.WRITE_DOC_START_MARKER)
          .disable(Feature.SPLIT_LINES)
          .build();

  private final ObjectNode document;
  private final ObjectNode schemas;
  private final StringBuilder topics = new StringBuilder();

  private LiveContractBundler(ObjectNode document) {
    this.document = document;
    this.schemas = (ObjectNode) document.at("/components/schemas");
  }

  /**
   * Writes the bundle of all YAML files of a folder.
   *
   * @param arguments the folder and the file to write
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path output = Path.of(arguments[1]);
    Files.createDirectories(output.toAbsolutePath().getParent());
    try (Stream<Path> files = Files.list(folder)) {
      Files.writeString(
          output,
          bundle(
              Files.readString(folder.resolve(PROTOCOL)),
              files
                  .filter(file -> file.toString().endsWith(".yaml"))
                  .filter(file -> !file.endsWith(PROTOCOL))
                  .sorted()
                  .map(LiveContractBundler::text)
                  .toList()));
    }
  }

  /**
   * Bundles the protocol with the topics of domains.
   *
   * @throws IllegalStateException if a domain states no name, or a schema is stated twice
   */
  public static String bundle(String protocol, List<String> domains) throws IOException {
    var bundler = new LiveContractBundler((ObjectNode) YAML.readTree(protocol));
    for (String domain : domains) {
      bundler.add(YAML.readTree(domain));
    }
    return bundler.write();
  }

  private void add(JsonNode domain) {
    String name = domain.path("x-domain").asText();
    if (name.isEmpty()) {
      throw new IllegalStateException("live topics without x-domain");
    }
    domain.path("x-topics").forEach(this::addTopic);
    domain
        .at("/components/schemas")
        .fields()
        .forEachRemaining(
            schema -> {
              if (schemas.has(schema.getKey())) {
                throw new IllegalStateException(
                    name + ": schema stated before: " + schema.getKey());
              }
              schemas.set(schema.getKey(), schema.getValue());
            });
  }

  private void addTopic(JsonNode topic) {
    topics
        .append("\n- `")
        .append(topic.path("name").asText())
        .append("`: ")
        .append(topic.path("summary").asText())
        .append(" Roles: ");
    topic.path("x-roles").forEach(role -> topics.append(role.asText()).append(' '));
    document.withArray("/x-topics").add(topic);
    addAlternative("/About/anyOf", topic.path("about"));
    addAlternative("/Items/additionalProperties/anyOf", topic.path("items"));
  }

  private void addAlternative(String pointer, JsonNode schema) {
    ArrayNode alternatives = (ArrayNode) schemas.at(pointer);
    boolean known = false;
    for (JsonNode alternative : alternatives) {
      known |= alternative.equals(schema);
    }
    if (!known && !schema.isMissingNode()) {
      alternatives.add(schema);
    }
  }

  private String write() throws IOException {
    ObjectNode topic = (ObjectNode) schemas.get("Topic");
    topic.put("description", topic.get("description").asText() + topics);
    return YAML.writeValueAsString(document);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }
}
