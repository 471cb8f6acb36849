package io.joulebook.agent.instrument;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A publisher, of the JDK or of Reactive Streams: its first subscriber counts. */
final class ReadPublisher extends InItsPlace {
  private final Object of;
  private final Reading reading;

  ReadPublisher(Object of, Reading reading) {
    this.of = of;
    this.reading = reading;
  }

  @Override
  @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    if (arguments == null || arguments.length != 1 || arguments[0] == null) {
      return pass(of, method, arguments);
    }
    Subscriber subscriber = new Subscriber(arguments[0], reading);
    return pass(of, method, new Object[] {subscriber.as(method.getParameterTypes()[0])});
  }

  private static final class Subscriber extends InItsPlace {
    private final Object of;
    private final Reading reading;

    Subscriber(Object of, Reading reading) {
      this.of = of;
      this.reading = reading;
    }

    @Override
    @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
        throws Throwable {
      switch (method.getName()) {
        case "onNext" -> reading.goesOn();
        case "onComplete" -> reading.ends(false);
        case "onError" -> reading.ends(true);
        default -> {
          if (arguments != null && arguments.length == 1 && arguments[0] != null) {
            Subscription its = new Subscription(arguments[0], reading);
            return pass(of, method, new Object[] {its.as(method.getParameterTypes()[0])});
          }
        }
      }
      return pass(of, method, arguments);
    }
  }

  private static final class Subscription extends InItsPlace {
    private final Object of;
    private final Reading reading;

    Subscription(Object of, Reading reading) {
      this.of = of;
      this.reading = reading;
    }

    @Override
    @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
        throws Throwable {
      if (method.getName().equals("cancel")) {
        reading.ends(false);
      }
      return pass(of, method, arguments);
    }
  }
}
