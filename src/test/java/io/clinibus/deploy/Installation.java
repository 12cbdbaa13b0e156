package io.clinibus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.Clinibus;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.TestPorts;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machines of a deployment, all of them this one. What is replaced in commands and settings:
 * addresses, ports, folders and each {@code CHOOSE-…}. Host names stay as they are and lead here,
 * so that certificates are verified by them.
 */
final class Installation {

  static final String PASSWORD = "b0b5f9d1c7a34e0d9a6c";
  static final String CLUSTER_SECRET = PASSWORD + PASSWORD;
  static final String CREDENTIAL_KEY = "9d41c07e6f2b48a3b85e1f70c3a6d294";
  static final String RECORDS_KEY = "5e0f92b7a4c84d1f8b63d7e1902c5a48";

  private static final Path DOCKERFILE = Path.of("deploy/Dockerfile");
  private static final Pattern OF_THE_IMAGE =
      Pattern.compile("(\\b[A-Z_]+)=(\"[^\"]*\"|[\\d.]+)(?: \\\\)?\\n");
  private static final Pattern OF_THE_JAR = Pattern.compile("<(Add-[A-Z]\\w+)>([^<]+)<");
  private static final Pattern ENTRYPOINT = Pattern.compile("ENTRYPOINT \\[(.*)]");
  private static final int COMMAND_SECONDS = 180;

  private final Path folder;
  private final int web = TestPorts.one();
  private final int management = TestPorts.one();
  private final List<Integer> cluster = TestPorts.several(2);
  private final List<Integer> bus = TestPorts.several(2);
  private final Map<String, String> replaced = new LinkedHashMap<>();

  Installation(Path folder) throws IOException {
    this.folder = folder;
    for (String name : List.of("clinibus", "opt", "haproxy")) {
      Files.createDirectory(folder.resolve(name));
    }
    replaced.put("/etc/clinibus", folder.resolve("clinibus").toString());
    replaced.put("/etc/haproxy", folder.resolve("haproxy").toString());
    replaced.put("/opt/clinibus", opt().toString());
    replaced.put("/srv/clinibus", folder.resolve("srv").toString());
    replaced.put("CHOOSE-ONE-OF-32-CHARACTERS-OR-MORE", CLUSTER_SECRET);
    replaced.put("CHOOSE-ANOTHER-OF-32-CHARACTERS-OR-MORE", CREDENTIAL_KEY);
    replaced.put("CHOOSE-A-THIRD-OF-32-CHARACTERS-OR-MORE", RECORDS_KEY);
    replaced.put("CHOOSE-ONE", PASSWORD);
    Files.copy(Path.of("cluster.xml"), opt().resolve("cluster.xml"));
    Files.copy(ComposeFile.file("haproxy.cfg"), opt().resolve("haproxy.cfg"));
    writeJar(opt().resolve("clinibus.jar"));
    Files.writeString(
        folder.resolve("hosts"),
        Stream.of(
                "localhost", "postgres", "redis", "mail", InetAddress.getLocalHost().getHostName())
            .map(host -> "127.0.0.1 " + host + "\n")
            .collect(Collectors.joining()));
  }

  /** Where services are reached; the guide's names are those of other machines. */
  void serve(ServicesOverTls services) {
    for (String host : List.of("@postgres:5432", "@db.internal:5432")) {
      replaced.put(host, "@postgres:" + services.postgresPort());
    }
    for (String host : List.of("@redis:6379", "@redis.internal:6379")) {
      replaced.put(host, "@redis:" + services.redisPort());
    }
    for (String host : List.of("mail:1025", "mail.internal:587")) {
      replaced.put(host, "mail:" + services.mails().port());
    }
  }

  Path folder(String name) {
    return folder.resolve(name);
  }

  Path opt() {
    return folder.resolve("opt");
  }

  /** The address on which a node serves: 1 or 2. */
  String address(int node) {
    return "127.30.7.1" + node;
  }

  URI url(int node) {
    return URI.create("http://" + address(node) + ":" + web);
  }

  /** The proxy's configuration with the addresses of this installation. */
  String proxied(String configuration, String front) {
    return configuration
        .replace("bind :8080", "bind " + front)
        .replaceAll("(node-(\\d)) \\S+:8080", "$1 127.30.7.1$2:" + web)
        .replace("port 9080", "port " + management);
  }

  String replaced(String text) {
    String result = text;
    for (var each : replaced.entrySet()) {
      result = result.replace(each.getKey(), each.getValue());
    }
    return result;
  }

  /** The environment of a node as it is on this machine. */
  Map<String, String> placed(Map<String, String> environment, int node, Path secrets) {
    Map<String, String> here = new HashMap<>();
    environment.forEach(
        (name, value) -> here.put(name, replaced(value).replace("/secrets/", secrets + "/")));
    here.putAll(
        Map.of(
            "CLINIBUS_HOST",
            address(node),
            "CLINIBUS_PORT",
            "" + web,
            "CLINIBUS_MANAGEMENT_HOST",
            address(node),
            "CLINIBUS_MANAGEMENT_PORT",
            "" + management,
            "CLINIBUS_CLUSTER_INTERFACE",
            "127.0.0.1",
            "CLINIBUS_CLUSTER_PORT",
            "" + cluster.get(node - 1),
            "CLINIBUS_CLUSTER_BUS_PORT",
            "" + bus.get(node - 1),
            "CLINIBUS_CLUSTER_MEMBERS",
            cluster.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","))));
    return here;
  }

  /** Starts the image's entry point. Does not wait. */
  ChildNode start(Map<String, String> environment) throws IOException {
    var entry = ENTRYPOINT.matcher(Files.readString(DOCKERFILE));
    assertThat(entry.find()).isTrue();
    var command = new ProcessBuilder(entry.group(1).replace("\"", "").split(", "));
    return ChildNode.run(at(command.directory(opt().toFile())), environment);
  }

  /** Starts a shell script of the guide. Does not wait. */
  ChildNode start(String script) {
    return ChildNode.run(at(new ProcessBuilder("sh", "-eu", "-c", script)), Map.of());
  }

  /** Runs a shell script and gives what it prints. */
  String run(String script) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "run", ".log");
    Process process =
        at(new ProcessBuilder("sh", "-eu", "-c", script))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS);
    String printed = Files.readString(output);
    assertThat(ended).as(printed).isTrue();
    assertThat(process.exitValue()).as(script + printed).isZero();
    return printed;
  }

  /** With the Java of this test, and its options. */
  private ProcessBuilder at(ProcessBuilder command) {
    Map<String, String> environment = command.environment();
    environment.keySet().removeIf(name -> name.startsWith("CLINIBUS_"));
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    environment.merge("PATH", java, (path, first) -> first + File.pathSeparator + path);
    environment.put("JAVA_TOOL_OPTIONS", javaOptions());
    return command;
  }

  /** Those of the image in a container of 1 GiB, and names that lead to this machine. */
  private String javaOptions() {
    List<String> options = new ArrayList<>(ChildNode.SHORT_LIVED);
    options.add(image().get("JAVA_TOOL_OPTIONS"));
    options.add("-XX:MaxRAM=1g");
    options.add("-Djdk.net.hosts.file=" + folder.resolve("hosts"));
    options.add("-Dvertx.disableDnsResolver=true");
    return String.join(" ", options);
  }

  /** The environment that the image sets. */
  static Map<String, String> image() {
    try {
      return OF_THE_IMAGE
          .matcher(Files.readString(DOCKERFILE))
          .results()
          .collect(
              Collectors.toMap(found -> found.group(1), found -> found.group(2).replace("\"", "")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A jar that leads to the class path of this test. */
  private static void writeJar(Path file) throws IOException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" "));
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, Clinibus.class.getName());
    main.put(Attributes.Name.CLASS_PATH, classPath);
    OF_THE_JAR
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .forEach(entry -> main.putValue(entry.group(1), entry.group(2)));
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }
}
