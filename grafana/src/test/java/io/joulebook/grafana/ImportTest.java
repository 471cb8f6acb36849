package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code import.sh} against what answers as Grafana's HTTP API does. */
@Needs({"bash", "curl"})
class ImportTest {
  private static final Map<String, String> TOKEN = Map.of("GRAFANA_TOKEN", OneGrafana.TOKEN);

  @TempDir private Path folder;

  private OneGrafana grafana;
  private Path arguments;

  @BeforeEach
  void start() throws IOException {
    grafana = OneGrafana.start();
    arguments = Files.createFile(folder.resolve("arguments"));
  }

  @AfterEach
  void nothingIsLeftAndNoSecretWasShown() throws IOException {
    grafana.close();
    assertThat(Files.readString(arguments))
        .as("what anybody sees in the list of processes")
        .doesNotContain(OneGrafana.TOKEN, OneGrafana.PASSWORD);
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void allDashboardsAreImportedAndReplacedTheSecondTime() throws Exception {
    Program first = imported(TOKEN);
    assertThat(first.exit()).isZero();
    assertThat(first.output().lines())
        .containsExactlyElementsOf(
            Dashboard.all().stream().map(board -> grafana.url() + "/d/" + board.uid()).toList());
    assertThat(Files.readString(arguments)).contains("/api/dashboards/db");

    assertThat(imported(TOKEN).exit()).isZero();
    assertThat(grafana.dashboards()).hasSize(6);
    for (Dashboard board : Dashboard.all()) {
      OneGrafana.Stored stored = grafana.dashboards().get(board.uid());
      assertThat(stored).isEqualTo(new OneGrafana.Stored(board.json(), "", 2));
    }
  }

  @Test
  void theyGoIntoAFolderThatIsMadeIfThatIsWanted() throws Exception {
    Program missing = imported(TOKEN, "--folder", "energy");
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.output()).contains("no folder with the uid energy", "--make-folder");
    assertThat(grafana.dashboards()).isEmpty();

    Program made = imported(TOKEN, "--folder", "energy", "--make-folder");
    assertThat(made.output()).contains("Made the folder " + grafana.url());
    assertThat(grafana.folders()).containsExactly(Map.entry("energy", "Joulebook"));

    Program again = imported(TOKEN, "--folder", "energy", "--make-folder");
    assertThat(again.exit()).isZero();
    assertThat(again.output()).doesNotContain("Made");
    assertThat(grafana.dashboards().values())
        .hasSize(6)
        .allMatch(stored -> stored.folder().equals("energy") && stored.version() == 2);
  }

  @Test
  void aUserOrAFileWithATokenDoesToo() throws Exception {
    Map<String, String> user =
        Map.of("GRAFANA_USER", OneGrafana.USER, "GRAFANA_PASSWORD", OneGrafana.PASSWORD);
    assertThat(imported(user).exit()).isZero();
    String token = Files.writeString(folder.resolve("t"), OneGrafana.TOKEN + "\n").toString();
    assertThat(imported(user, "--token-file", token).exit()).isZero();
    String password = Files.writeString(folder.resolve("p"), OneGrafana.PASSWORD).toString();
    String[] named = {"--user", OneGrafana.USER, "--password-file", password};
    assertThat(imported(TOKEN, named).exit()).isZero();
    assertThat(grafana.dashboards().values()).hasSize(6).allMatch(stored -> stored.version() == 3);
  }

  @Test
  void oneThatIsRefusedIsNamedAndTheOthersAreImported() throws Exception {
    String why = "The dashboard belongs to plugin \\u001b[31mX";
    grafana.answering("joulebook-carbon", 412, OneGrafana.refused("plugin-dashboard", why));
    Program run = imported(TOKEN);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .contains("Grafana did not take carbon (412).", "belongs to plugin", "1 of the dashboards");
    assertThat(grafana.dashboards()).hasSize(5).doesNotContainKey("joulebook-carbon");
  }

  @ParameterizedTest
  @CsvSource({
    "401, rejected the credentials (401)",
    "403, role Editor",
    "404, There is no Grafana at",
    "302, redirects (302)",
    "200, is not Grafana",
    "503, did not take overview (503)",
  })
  void whatKeepsItFromImportingIsSaidWithoutTheToken(int status, String said) throws Exception {
    String body = "{\"message\": \"token " + OneGrafana.TOKEN + "\\u001b[1m\"}";
    grafana.answering("/api/dashboards/db", status, body);
    Program run = imported(TOKEN);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output()).contains(said).doesNotContain(OneGrafana.TOKEN, "/elsewhere");
    assertThat(grafana.asked()).containsOnly("POST /api/dashboards/db");
    assertThat(grafana.dashboards()).isEmpty();
  }

  @Test
  void credentialsThatAreWrongOrAbsentAreToldApart() throws Exception {
    Program wrong = imported(Map.of("GRAFANA_TOKEN", "glsa_of_another"));
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.output())
        .contains("(401)", "Invalid API key: Bearer (token)")
        .doesNotContain("glsa_of_another", "None were given");
    Program absent = imported(Map.of());
    assertThat(absent.exit()).isEqualTo(1);
    assertThat(absent.output()).contains("(401)", "None were given");
    assertThat(grafana.asked()).hasSize(2);
  }

  @Test
  void aGrafanaThatCannotBeReachedIsNamed() throws Exception {
    String nobody = "http://127.0.0.1:" + freePort() + "/grafana/";
    Program run = imported(TOKEN, "--url", nobody);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .contains("Cannot reach Grafana at " + nobody.replaceAll("/$", ".\n"), "curl: (7)")
        .doesNotContain(OneGrafana.TOKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "--url takes a URL, --url host:3000",
    "must not name a user, --url http://a:hunter2@host",
    "--folder takes a uid, --folder Energy/Boards",
    "--make-folder needs, --make-folder",
    "No password for the user, --user editor",
    "cannot read, --token-file /no/such",
    "list of processes, --token hunter2",
    "--url needs a value, --url",
    "Unknown option: --overwrite, --overwrite",
  })
  void whatCannotWorkIsRefusedBeforeAnythingIsSent(String why, String options) throws Exception {
    Program refused = imported(Map.of(), options.split(" "));
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains(why).doesNotContain("hunter2");
    assertThat(grafana.asked()).isEmpty();
  }

  @Test
  void everyOptionIsInItsHelp() throws Exception {
    Program help = imported(Map.of(), "--help");
    assertThat(help.exit()).isZero();
    assertThat(List.of("url", "token-file", "user", "password-file", "folder", "make-folder"))
        .allMatch(option -> help.output().contains("  --" + option + " "));
  }

  /** Runs it from another folder, with nothing on PATH but what it says that it needs. */
  private Program imported(Map<String, String> variables, String... options) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", script().toString());
    builder.command().addAll(List.of(options));
    builder.directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GRAFANA_"));
    environment.putAll(new HashMap<>(variables));
    environment.put("GRAFANA_URL", grafana.url() + "/");
    environment.put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    environment.merge("PATH", listed(), (path, first) -> first + File.pathSeparator + path);
    return Program.run(builder);
  }

  private static Path script() {
    return Dashboard.folder().resolve("import.sh");
  }

  // A curl that first writes down what it was called with.
  private String listed() throws IOException {
    Path curl = Files.createDirectories(folder.resolve("bin")).resolve("curl");
    Files.writeString(
        curl,
        """
        #!/bin/sh
        printf '%%s\\n' "$@" >>'%s'
        PATH=${PATH#*:} exec curl "$@"
        """
            .formatted(arguments));
    Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwxr-xr-x"));
    return curl.getParent().toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
