package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import io.joulebook.nvml.raw.NvmlFieldValue;
import io.joulebook.nvml.raw.NvmlPciInfo;
import io.joulebook.nvml.raw.NvmlTemperature;
import io.joulebook.nvml.raw.NvmlUtilization;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScratchTest {
  private final Scratch scratch = new Scratch();

  @Test
  void whatOneThreadHoldsNoOtherGets() {
    scratch.giveBack(scratch.borrow());
    assertThat(scratch.borrow()).isNotSameAs(scratch.borrow());
  }

  @Test
  void everyAnswerFits() {
    IntStream answers =
        IntStream.of(
            NvmlFieldValue.SIZEOF,
            NvmlPciInfo.SIZEOF,
            NvmlTemperature.SIZEOF,
            NvmlUtilization.SIZEOF);
    assertThat(scratch.borrow().size()).isEqualTo(answers.max().orElseThrow());
  }

  @Test
  void whatWasGivenBackIsUsedAgain() {
    Memory first = scratch.borrow();
    scratch.giveBack(first);
    assertThat(scratch.borrow()).isSameAs(first);
  }
}
