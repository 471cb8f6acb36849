package io.joulebook.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionCheckTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private static String passedOn(String options) {
    String[] text = {options};
    assertThat(new OptionCheck().applyAsInt(text)).isZero();
    return text[0];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config",
        "receipts.file",
        "grid.history",
        "shared.path",
        "native.dir",
        "metrics.web-config",
        "metrics.token.file",
        "feeds.electricitymaps.token.file",
        "feeds.watttime.password.file",
        "feeds.file.path"
      })
  void aPathMeansAFileHereAlsoInAJvmThatRunsElsewhere(String key) {
    assertThat(passedOn("grid.zone=DE," + key + "=a/../b"))
        .isEqualTo("grid.zone=DE," + key + "=" + HERE.resolve("b"));
    assertThat(passedOn(key + "=/etc/b")).isEqualTo(key + "=/etc/b");
  }

  @Test
  void aLibraryIsSearchedForByItsNameAndFoundByItsPath() {
    assertThat(passedOn("nvml.library=libnvidia-ml.so.1"))
        .isEqualTo("nvml.library=libnvidia-ml.so.1");
    assertThat(passedOn("nvml.library=./libnvidia-ml.so.1"))
        .isEqualTo("nvml.library=" + HERE.resolve("libnvidia-ml.so.1"));
  }

  @Test
  void whatIsNoPathIsPassedOnAsItWasGiven() {
    String options = "metrics.address=off,grid.feeds=static,nvml.devices=0,1,quiet=true";

    assertThat(passedOn(options)).isEqualTo(options);
    assertThat(passedOn("")).isEmpty();
  }

  @Test
  void whatCannotBeUsedIsRefused() {
    assertThat(new OptionCheck().applyAsInt(new String[] {"grid.zon=DE"})).isEqualTo(2);
    assertThat(new OptionCheck().applyAsInt(new String[] {"DE"})).isEqualTo(2);
  }
}
