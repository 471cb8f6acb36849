package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import org.junit.jupiter.api.Test;

class ScratchTest {
  private final Scratch scratch = new Scratch();

  @Test
  void whatOneThreadHoldsNoOtherGets() {
    scratch.giveBack(scratch.borrow());
    assertThat(scratch.borrow()).isNotSameAs(scratch.borrow());
  }

  @Test
  void whatWasGivenBackIsUsedAgain() {
    Memory first = scratch.borrow();
    scratch.giveBack(first);
    assertThat(scratch.borrow()).isSameAs(first);
  }
}
