package io.clinibus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.embedded.EmbeddedServices;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.ChildProgram;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.TestPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that starts a cluster on this machine, from the user's point of view. */
@Tag("slow")
class LocalClusterIT {

  private static final int PATIENCE_SECONDS = 120;

  /** As long as the command itself waits: for its data, its first node and the others. */
  private static final int START_SECONDS = 120 + 180 + 180;

  private static final Pattern NODE =
      Pattern.compile("  (node-\\d) +(http://\\S+) +health http://\\S+ +process (\\d+)");

  /** A node as printed in the banner. */
  private record Member(String name, URI url, long pid) {

    ProcessHandle process() {
      return ProcessHandle.of(pid).orElseThrow();
    }
  }

  @TempDir Path data;
  private Process command;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @AfterEach
  void killRemainingProcesses() {
    if (command.isAlive()) {
      command.destroy();
    }
  }

  @Test
  void aClusterOfThreeSurvivesOneNodeAndLeavesNoProcess() throws InterruptedException {
    List<Member> nodes = start(3);
    assertThat(nodes).extracting(Member::name).containsExactly("node-1", "node-2", "node-3");
    RestClient patient =
        RestClient.signedIn(nodes.get(0).url(), "patient@clinibus.example", DemoAccounts.PASSWORD);
    String booked = bookAnything(patient);
    assertThat(patient.at(nodes.get(1).url()).get(booked).status()).isEqualTo(200);

    Member dead = nodes.get(2);
    dead.process().destroyForcibly();
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(
            () ->
                lines.contains(
                    "node-3 (process "
                        + dead.pid()
                        + ") has died with status 137; the others go on"));
    String another = bookAnything(patient.at(nodes.get(1).url()));
    assertThat(patient.get(another).status()).isEqualTo(200);

    List<ProcessHandle> all = new ArrayList<>(command.toHandle().descendants().toList());
    ProcessHandle postgres = named("postgres/postmaster.pid");
    all.addAll(List.of(postgres, named("redis.pid")));
    assertThat(all).hasSize(4).allMatch(ProcessHandle::isAlive);
    command.toHandle().destroy(); // Process.destroy would close its output as well.
    assertThat(command.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    await().until(() -> lines.containsAll(List.of("node-1 has stopped", "node-2 has stopped")));

    nodesEndWhenTheCommandIsKilled(postgres);
  }

  /** The next start takes over the data. */
  private void nodesEndWhenTheCommandIsKilled(ProcessHandle earlier) {
    lines.clear();
    Member orphan = start(1).get(0);
    ProcessHandle process = orphan.process();
    List<ProcessHandle> left = List.of(named("postgres/postmaster.pid"), named("redis.pid"));
    assertThat(left).doesNotContain(earlier);
    command.toHandle().destroyForcibly();
    await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> !process.isAlive());
    EmbeddedServices.start(data).close();
    await().until(() -> left.stream().noneMatch(ProcessHandle::isAlive));
  }

  private boolean isReady() {
    assertThat(command.isAlive()).as(String.join("\n", lines)).isTrue();
    return lines.stream().anyMatch(line -> line.startsWith("End a node's process"));
  }

  private List<Member> start(int number) {
    int port = TestPorts.several(2 * number).get(0);
    try {
      List<String> arguments = new ArrayList<>();
      arguments.add(ProcessHandle.current().info().command().orElse("java"));
      arguments.addAll(ChildProgram.arguments());
      arguments.addAll(
          List.of(
              "cluster",
              "--nodes=" + number,
              "--data=" + data,
              "--port=" + port,
              "--management-port=" + (port + number)));
      ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("CLINIBUS_"));
      builder.environment().put("JAVA_TOOL_OPTIONS", String.join(" ", ChildNode.SHORT_LIVED));
      command = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread reader = new Thread(this::read, "cluster output");
    reader.setDaemon(true);
    reader.start();
    await().atMost(START_SECONDS, TimeUnit.SECONDS).until(this::isReady);
    return lines.stream()
        .map(NODE::matcher)
        .filter(java.util.regex.Matcher::find)
        .map(
            found ->
                new Member(
                    found.group(1), URI.create(found.group(2)), Long.parseLong(found.group(3))))
        .toList();
  }

  private void read() {
    try (BufferedReader output = command.inputReader()) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("no more output");
    }
  }

  /** The process that a file names in its first line. */
  private ProcessHandle named(String file) {
    try {
      String first = Files.readAllLines(data.resolve(file)).get(0);
      return ProcessHandle.of(Long.parseLong(first.strip())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Books the first time that any doctor has, and gives the appointment's path. */
  private static String bookAnything(RestClient patient) {
    List<String> refused = new ArrayList<>();
    for (JsonNode doctor : patient.get("/api/doctors").body().path("items")) {
      String id = doctor.path("id").asText();
      String day = DaysAhead.tuesday().toString();
      Answer slots = patient.get("/api/appointments/doctor/" + id + "/available-slots?date=" + day);
      for (String start : slots.body().findValuesAsText("start")) {
        Answer booked =
            patient.post(
                "/api/appointments",
                Map.of("doctorId", id, "patientId", patient.patientId(), "start", start));
        if (booked.status() == 201) {
          return "/api/appointments/" + booked.text("/id");
        }
        refused.add(booked.text("/type"));
      }
    }
    throw new AssertionError("nothing could be booked: " + refused);
  }
}
