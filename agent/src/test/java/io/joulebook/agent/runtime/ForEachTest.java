package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForEachTest {
  @Test
  void anElementThatFailsCostsNoOther() {
    List<Integer> seen = new ArrayList<>();

    assertThatThrownBy(
            () ->
                ForEach.forEach(
                    List.of(1, 0, 2),
                    divisor -> {
                      seen.add(10 / divisor);
                    }))
        .isInstanceOf(ArithmeticException.class);
    assertThat(seen).containsExactly(10, 5);
  }
}
