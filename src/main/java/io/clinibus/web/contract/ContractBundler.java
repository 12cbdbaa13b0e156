package io.clinibus.web.contract;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Bundles the REST contract of each domain and their shared parts into one OpenAPI document.
 *
 * <p>{@code common.yaml} holds what the whole document states and the shared components; every
 * other file names its domain in {@code x-domain} and holds the domain's tags, paths and
 * components. References between files become references within the bundle. The build runs this
 * source file before compiling anything, so it uses only Jackson.
 */
public final class ContractBundler {

  private static final String COMMON = "common.yaml";
  private static final String DOMAIN = "x-domain";
  private static final String TAGS = "tags";
  private static final String PATHS = "paths";
  private static final String COMPONENTS = "components";
  private static final String PROBLEM_TYPES = "x-problem-types";
  private static final String RESPONSE_HEADERS = "x-response-headers";
  private static final String FIELD_ERROR_CODES = "x-field-error-codes";
  private static final Set<String> MEMBERS_OF_A_DOMAIN =
      Set.of("openapi", "info", DOMAIN, TAGS, PATHS, COMPONENTS, PROBLEM_TYPES, FIELD_ERROR_CODES);

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(Feature.MINIMIZE_QUOTES)
          .enable(Feature.LITERAL_BLOCK_STYLE)
          .disable(Feature.WRITE_DOC_START_MARKER)
          .disable(Feature.SPLIT_LINES)
          .build();

  /** One file of the contract. */
  public record Source(String name, String yaml) {}

  private final Map<String, JsonNode> files = new LinkedHashMap<>();
  private final ArrayNode tags = YAML.createArrayNode();
  private final ObjectNode paths = YAML.createObjectNode();
  private final ObjectNode components = YAML.createObjectNode();
  private final ObjectNode problemTypes = YAML.createObjectNode();
  private final ObjectNode fieldErrorCodes = YAML.createObjectNode();
  private final Set<String> tagNames = new HashSet<>();
  private final Set<String> operationIds = new HashSet<>();

  private ContractBundler() {}

  /**
   * Writes the bundle of all YAML files of a folder, as YAML and also as JSON, which is faster to
   * parse.
   *
   * @param arguments the folder and the YAML file to write
   */
  public static void main(String[] arguments) throws IOException {
    Path output = Path.of(arguments[1]);
    ObjectNode bundle = bundle(read(Path.of(arguments[0])));
    Files.createDirectories(output.toAbsolutePath().getParent());
    Files.writeString(output, YAML.writeValueAsString(bundle));
    Files.writeString(
        output.resolveSibling(output.getFileName().toString().replace(".yaml", ".json")),
        new JsonMapper().writeValueAsString(bundle));
  }

  /** Reads all YAML files of a folder, by name. */
  public static List<Source> read(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      List<Source> sources = new ArrayList<>();
      for (Path file : found) {
        sources.add(new Source(file.getFileName().toString(), Files.readString(file)));
      }
      return sources;
    }
  }

  /**
   * Bundles sources, in their order.
   *
   * @throws IllegalStateException naming the file, if a source states no domain, something is
   *     stated twice, or a reference cannot be resolved
   */
  public static ObjectNode bundle(List<Source> sources) {
    return new ContractBundler().merge(sources);
  }

  private ObjectNode merge(List<Source> sources) {
    sources.forEach(this::parse);
    if (!files.containsKey(COMMON)) {
      throw new IllegalStateException(COMMON + " is missing");
    }
    files.forEach(this::add);
    JsonNode headers = ((ObjectNode) files.get(COMMON)).remove(RESPONSE_HEADERS);
    if (headers != null) {
      addHeaders(headers);
    }
    ObjectNode bundle = YAML.createObjectNode();
    files
        .get(COMMON)
        .fields()
        .forEachRemaining(
            member -> {
              if (!member.getKey().equals(COMPONENTS)) {
                bundle.set(member.getKey(), member.getValue());
              }
            });
    bundle.set(PROBLEM_TYPES, problemTypes);
    bundle.set(FIELD_ERROR_CODES, fieldErrorCodes);
    bundle.set(TAGS, tags);
    bundle.set(PATHS, paths);
    bundle.set(COMPONENTS, components);
    return bundle;
  }

  private void parse(Source source) {
    try {
      require(
          files.put(source.name(), YAML.readTree(source.yaml())) == null,
          source.name(),
          "stated twice");
    } catch (IOException e) {
      throw new IllegalStateException(source.name() + ": " + e.getMessage(), e);
    }
  }

  private void add(String file, JsonNode document) {
    if (file.equals(COMMON)) {
      require(!document.has(PATHS) && !document.has(TAGS), file, "has tags or paths of its own");
    } else {
      requireDomain(file, document);
    }
    relink(file, document);
    document.path(TAGS).forEach(tag -> addTag(file, tag));
    document
        .path(PATHS)
        .fields()
        .forEachRemaining(path -> addPath(file, path.getKey(), path.getValue()));
    addEach(file, PROBLEM_TYPES, document.path(PROBLEM_TYPES), problemTypes);
    addEach(file, FIELD_ERROR_CODES, document.path(FIELD_ERROR_CODES), fieldErrorCodes);
    document
        .path(COMPONENTS)
        .fields()
        .forEachRemaining(kind -> addComponents(file, kind.getKey(), kind.getValue()));
  }

  private static void requireDomain(String file, JsonNode document) {
    String domain = document.path(DOMAIN).asText();
    require(file.equals(domain + ".yaml"), file, DOMAIN + " does not name the file's domain");
    document
        .fieldNames()
        .forEachRemaining(
            member -> require(MEMBERS_OF_A_DOMAIN.contains(member), file, "unknown: " + member));
  }

  private void addTag(String file, JsonNode tag) {
    String name = tag.path("name").asText();
    require(tagNames.add(name), file, "tag stated before: " + name);
    tags.add(tag);
  }

  private void addPath(String file, String path, JsonNode item) {
    require(!paths.has(path), file, "path stated before: " + path);
    paths.set(path, item);
    item.forEach(
        operation -> {
          if (operation.has("operationId")) {
            String id = operation.get("operationId").asText();
            require(operationIds.add(id), file, "operationId stated before: " + id);
          }
        });
  }

  /** States headers with every response, those of components included. */
  private void addHeaders(JsonNode headers) {
    components.path("responses").forEach(response -> addHeaders(headers, response));
    for (JsonNode path : paths) {
      for (JsonNode operation : path) {
        operation.path("responses").forEach(response -> addHeaders(headers, response));
      }
    }
  }

  private static void addHeaders(JsonNode headers, JsonNode response) {
    if (!response.has("$ref")) {
      headers
          .fields()
          .forEachRemaining(
              header ->
                  ((ObjectNode) response)
                      .withObjectProperty("headers")
                      .set(header.getKey(), header.getValue()));
    }
  }

  private void addComponents(String file, String kind, JsonNode stated) {
    addEach(file, kind, stated, components.withObjectProperty(kind));
  }

  private static void addEach(String file, String kind, JsonNode stated, ObjectNode all) {
    stated
        .fields()
        .forEachRemaining(
            member -> {
              require(
                  !all.has(member.getKey()),
                  file,
                  "%s stated before: %s".formatted(kind, member.getKey()));
              all.set(member.getKey(), member.getValue());
            });
  }

  /** Rewrites references to other files as references within the bundle. */
  private void relink(String file, JsonNode node) {
    if (node.path("$ref").isTextual()) {
      ((ObjectNode) node).put("$ref", linked(file, node.get("$ref").asText()));
    }
    node.forEach(member -> relink(file, member));
  }

  private String linked(String file, String reference) {
    int hash = reference.indexOf('#');
    require(hash >= 0, file, "reference without #: " + reference);
    String other = hash == 0 ? file : reference.substring(0, hash);
    String pointer = reference.substring(hash + 1);
    require(
        files.containsKey(other) && !files.get(other).at(pointer).isMissingNode(),
        file,
        "reference leads nowhere: " + reference);
    return "#" + pointer;
  }

  private static void require(boolean holds, String file, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(file + ": " + otherwise);
    }
  }
}
