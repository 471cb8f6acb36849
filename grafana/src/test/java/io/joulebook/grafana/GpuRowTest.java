package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The queries about GPUs, where two containers share one: each has an index of its own for it, and
 * one agent reads a GPU that tells nothing.
 */
@Needs("promtool")
class GpuRowTest {
  private static final Chosen CHOSEN =
      new Chosen(
          Instant.ofEpochSecond(900),
          Duration.ofSeconds(600),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15),
          Map.of("job", "j"));

  private static final String TEST =
      """
      tests:
        - interval: 15s
          input_series:
            - {series: 'joulebook_device_info{job="j",instance="a",device="G1",index="3",name="H100",driver="580"}', values: 1x60}
            - {series: 'joulebook_device_info{job="j",instance="b",device="G1",index="0",name="H100",driver="580"}', values: 1x60}
            - {series: 'joulebook_device_info{job="j",instance="b",device="G2",index="",name="H100",driver="580"}', values: 1x60}
            - {series: '%1$sjob="j",instance="a",device="G1"}', values: 7x60}
            - {series: '%1$sjob="j",instance="b",device="G1"}', values: 8x60}
          promql_expr_test:
            - eval_time: 15m
              expr: '%2$s'
              exp_samples:
                - {labels: '{%3$sinstance="a",device="G1",index="3",name="H100"}', value: 7}
                - {labels: '{%3$sinstance="b",device="G1",index="0",name="H100"}', value: %4$s}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "GPU utilisation; joulebook_device_utilization_ratio{; ||",
        "GPU temperature; joulebook_device_temperature_celsius{; ||",
        "GPU clocks; joulebook_device_clock_hertz{clock=\"sm\",; clock=\"sm\",",
      })
  void eachAgentsGpuHasItsNameAndIndex(String title, String series, String label) throws Exception {
    String query = Dashboard.named("books").panel(title).targets().get(0).expression();

    assertThat(promtool(TEST.formatted(series, CHOSEN.in(query), label, 8))).contains("SUCCESS");
    assertThat(promtool(TEST.formatted(series, CHOSEN.in(query), label, 9))).contains("FAILED:");
  }

  private String promtool(String test) throws IOException, InterruptedException {
    Path file = folder.resolve("test.yml");
    Files.writeString(file, test);
    return Program.run(folder, "promtool", "test", "rules", file.toString()).output();
  }
}
