package io.joulebook.agent.instrument;

import java.util.Set;

/** A custom hook that reads sizes of its calls, and means what implements an interface too. */
class CustomReadingContractTest extends CallHookContract {
  static final class Model {
    static long answer(int first, long second, double third, String last) {
      return first + second + (long) third + last.length();
    }

    void answer(int first) {
      if (first < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  @Override
  public CallHook hook() {
    return new CustomMethodHook(
        CustomHook.parse(
                Model.class.getName() + "#answer=m items=arg0 outputTokens=result waits=true")
            .get(0),
        line -> {});
  }

  @Override
  Set<String> advice() {
    String method = "CustomReadingContractTest$Model.answer: ";
    return Set.of(method + "enterReading", method + "exitReading");
  }
}
