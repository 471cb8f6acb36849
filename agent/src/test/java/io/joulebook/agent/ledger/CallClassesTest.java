package io.joulebook.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallClassesTest {
  private final Learning learning = new Learning();
  private final CallClasses classes = new CallClasses(learning);

  private ClassAccount of(int model, long now) {
    return classes.of(CallClass.of("model-" + model, "run", 1), now);
  }

  @Test
  void oneThatHasNotRunForLongestMakesPlace() {
    for (int model = 0; model < 40; model++) {
      of(model, model);
    }

    Set<Integer> slots = new HashSet<>();
    for (int model = 39; model > 9; model--) {
      assertThat(slots.add(of(model, 100).slot)).isTrue();
    }
    ClassAccount back = of(0, 200);
    assertThat(of(0, 201)).isSameAs(back);
    assertThat(back.slot).isBetween(1, ClassPower.SLOTS - 2);
    assertThat(slots).doesNotContain(back.slot);
  }

  @Test
  void whileAllAreInFlightTheRestAreOneClass() {
    for (int model = 0; model < ClassPower.SLOTS - 2; model++) {
      of(model, 0).present = true;
    }

    assertThat(of(100, 1)).isSameAs(of(200, 1));
    assertThat(of(100, 1).slot).isEqualTo(ClassPower.SLOTS - 1);
  }

  @Test
  void aBatchSizeIsAClassByItsPowerOfTwo() {
    assertThat(CallClass.of("m", "run", 4)).isEqualTo(CallClass.of("m", "run", 7));
    assertThat(CallClass.of("m", "run", 4)).isNotEqualTo(CallClass.of("m", "run", 8));
    assertThat(CallClass.of("m", "run", 0)).isNotEqualTo(CallClass.of("m", "run", 1));
  }

  @Test
  void aClassThatComesBackBeginsWithThePowerThatItHad() {
    RememberedPowers powers = new RememberedPowers();
    CallClass calls = CallClass.of("m", "run", 1);
    powers.remember(calls, new RememberedPowers.Power(200, 3));

    assertThat(powers.of(calls).orElseThrow().watts()).isEqualTo(200);
    assertThat(powers.of(calls).orElseThrow().deviation()).isGreaterThan(3);
    assertThat(powers.of(CallClass.of("other", "run", 1))).isEmpty();
  }

  @Test
  void aNewSizeBeginsOnItsModelsLine() {
    RememberedPowers powers = new RememberedPowers();
    for (int items : new int[] {1, 8, 32}) {
      CallClass calls = CallClass.of("m", "run", items);
      powers.remember(calls, new RememberedPowers.Power(50 + 2 * calls.typicalSize(), 1));
    }
    CallClass larger = CallClass.of("m", "run", 64);

    assertThat(powers.of(larger).orElseThrow().watts())
        .isCloseTo(50 + 2 * larger.typicalSize(), within(1e-6));
    assertThat(powers.of(larger).orElseThrow().deviation()).isGreaterThan(50);
  }
}
