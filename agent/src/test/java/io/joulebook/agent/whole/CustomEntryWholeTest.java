package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.joulebook.agent.whole.app.EntriesWorkload;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.implementation.FixedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that an entry of {@code hooks.custom} may say. */
class CustomEntryWholeTest {
  private static final String APP = "io.joulebook.agent.whole.app.EntriesWorkload$";
  private static final String KOTLIN = "com.acme.Kotlin";

  @TempDir Path folder;

  // As Kotlin's compiler calls a method with a parameter of a value class.
  private void compileKotlin() throws Exception {
    new ByteBuddy()
        .subclass(Object.class)
        .name(KOTLIN)
        .defineMethod("rank-IoAF18A", long.class, Visibility.PUBLIC)
        .intercept(FixedValue.value(1L))
        .make()
        .saveIn(folder.toFile());
  }

  private AgentJvm start(Path receipts, String... hooks) throws Exception {
    compileKotlin();
    String config =
        "metrics.address=127.0.0.1:0,power.source=simulated,receipts.file="
            + receipts
            + ",hooks.custom="
            + String.join(";", hooks);
    return AgentJvm.main(EntriesWorkload.class, KOTLIN)
        .environment("CLASSPATH", AgentJvm.hostClassPath() + File.pathSeparator + folder)
        .agent(config)
        .start();
  }

  @Test
  void eachEntryIsReadAsItSays() throws Exception {
    Path receipts = folder.resolve("receipts.jsonl");
    String embed =
        "embed=base items=arg0.texts.size inputTokens=result.usage.prompt"
            + " outputTokens=result.usage.completion model=this.name device=0+1";
    try (AgentJvm jvm =
        start(
            receipts,
            APP + "Scorer+#score=scorer",
            APP + "Scorer+#twice=twice",
            APP + "Embedder#" + embed,
            APP + "Embedder#later=later outputTokens=result.usage.completion items=arg0.nothing",
            APP + "Embedder#all=waiting waits=true",
            APP + "Embedder#one=one",
            KOTLIN + "#rank-IoAF18A=kotlin",
            KOTLIN + "#rank=b itms=arg0.size")) {
      assertThat(jvm.awaitOut("sum ")).isEqualTo("15");
      jvm.awaitErr("'itms=arg0.size' is not KEY=VALUE; allowed are items, inputTokens");
      jvm.awaitErr("items=arg0.nothing: arg0 is a " + APP + "Request, in which no nothing is");
      jvm.awaitErr("model=this.name: this.name is a java.lang.String, not a name");
      jvm.awaitMetrics(m -> m.value("joulebook_calls_total") == 16);
      jvm.say("wait");
      Metrics metrics =
          jvm.awaitMetrics(
              m ->
                  m.value("joulebook_calls_total") == 20
                      && m.value("joulebook_calls_unsettled") == 0);
      MeteringWholeTest.assertBooksBalance(metrics);
      jvm.say("end");
      assertThat(jvm.awaitExit()).as(jvm::output).isZero();
      assertThat(jvm.err()).filteredOn(line -> line.contains("no nothing is")).hasSize(1);
      assertReceipts(ReceiptLines.read(receipts));
    }
  }

  @Test
  void whatImplementsAnInterfaceMissesNoCallAtTheStart() throws Exception {
    try (AgentJvm jvm = start(folder.resolve("receipts.jsonl"), APP + "Scorer+#score=scorer")) {
      jvm.awaitOut("sum ");

      jvm.awaitMetrics(m -> m.value("joulebook_calls_total") == 6);
    }
  }

  private static void assertReceipts(List<JsonNode> entries) {
    assertThat(of(entries, "scorer")).hasSize(6);
    assertThat(of(entries, "twice")).hasSize(3);
    assertThat(of(entries, "kotlin")).hasSize(1);
    assertThat(sizes(entries, "small")).containsExactly("3 30 5");
    assertThat(sizes(entries, "large")).containsExactly("3 30 5");
    assertThat(sizes(entries, "base")).containsExactly("3 30 ");
    assertThat(sizes(entries, "later")).containsExactly("  2", "  2", "  2");
    assertThat(sizes(entries, "waiting")).containsExactly("1  ", "1  ");
    assertThat(sizes(entries, "one")).containsExactly("1  ", "1  ");
    // The first waits for some 600 ms of which others work for 100: it is charged nothing.
    assertThat(of(entries, "waiting").map(CustomEntryWholeTest::joules).toList())
        .satisfiesExactly(
            first -> assertThat(first).isZero(), second -> assertThat(second).isPositive());
    assertThat(of(entries, "one").mapToLong(CustomEntryWholeTest::joules)).allMatch(j -> j > 0);
  }

  private static Stream<JsonNode> of(List<JsonNode> entries, String model) {
    return entries.stream().filter(entry -> entry.path("model").asText().equals(model));
  }

  private static List<String> sizes(List<JsonNode> entries, String model) {
    return of(entries, model)
        .map(
            entry ->
                entry.path("items").asText()
                    + " "
                    + entry.path("inputTokens").asText()
                    + " "
                    + entry.path("outputTokens").asText())
        .toList();
  }

  private static long joules(JsonNode receipt) {
    long sum = 0;
    for (JsonNode charge : receipt.path("charges")) {
      sum += charge.path("activeMicrojoules").asLong() + charge.path("baseMicrojoules").asLong();
    }
    return sum;
  }
}
