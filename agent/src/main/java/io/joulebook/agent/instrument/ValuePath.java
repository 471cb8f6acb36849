package io.joulebook.agent.instrument;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a call of the host's: {@code arg0.batch.size}, {@code this.name}, {@code
 * result.usage.completionTokens}. It is read on the caller's thread, so no code of the host's is
 * run: a step is a field, an element or the size of an array, of a text or of a collection of the
 * JDK's, or a key of a map of the JDK's.
 */
final class ValuePath {
  static final String ALLOWED =
      "this, arg0, arg1 and so on, or result, and after dots names of fields, keys or indexes, or"
          + " size";

  private static final Pattern TEXT =
      Pattern.compile("(this|result|arg\\d{1,3})(\\.([\\p{L}_$][\\w$]*|\\d{1,9}))*");
  private static final Pattern DOT = Pattern.compile("\\.");
  private static final int THIS = -2;
  private static final int RESULT = -1;

  private final String text;
  private final int root;
  private final List<Step> steps;

  private ValuePath(String text, int root, List<Step> steps) {
    this.text = text;
    this.root = root;
    this.steps = steps;
  }

  /**
   * The path that is written so.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ValuePath parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a path; allowed are " + ALLOWED + ": arg0.batch.size");
    }
    List<String> parts = DOT.splitAsStream(text).toList();
    return new ValuePath(text, root(parts.get(0)), parts.stream().skip(1).map(Step::new).toList());
  }

  private static int root(String name) {
    return switch (name) {
      case "this" -> THIS;
      case "result" -> RESULT;
      default -> Integer.parseInt(name.substring("arg".length()));
    };
  }

  /** Whether it begins with the result, which is not there when the call begins. */
  boolean isOfResult() {
    return root == RESULT;
  }

  /** Whether it begins with an argument. */
  boolean isOfArgument() {
    return root >= 0;
  }

  /**
   * What stands there; null where nothing can be read.
   *
   * @param frame what is called, its arguments and, at the end, its result
   */
  @Nullable Object read(@Nullable Object[] frame) {
    Object at = begin(frame);
    for (int i = 0; at != null && i < steps.size(); i++) {
      at = steps.get(i).from(at);
    }
    return at;
  }

  private @Nullable Object begin(@Nullable Object[] frame) {
    if (root < 0) {
      return root == THIS ? frame[0] : frame.length > 2 ? frame[2] : null;
    }
    return frame[1] instanceof Object[] arguments && root < arguments.length
        ? arguments[root]
        : null;
  }

  /** Why {@link #read} found nothing there, or nothing that was wanted. */
  String found(@Nullable Object[] frame) {
    if (root >= 0 && frame[1] instanceof Object[] arguments && root >= arguments.length) {
      return "there is no arg" + root + ": the method has " + arguments.length + " parameters";
    }
    Object at = begin(frame);
    StringBuilder where = new StringBuilder(DOT.split(text, 2)[0]);
    for (Step step : steps) {
      Object next = at == null ? null : step.from(at);
      if (at != null && next == null) {
        return where + " is a " + at.getClass().getTypeName() + ", " + step.missing(at);
      }
      if (at == null) {
        break;
      }
      where.append('.').append(step.name);
      at = next;
    }
    return where + (at == null ? " is null" : " is " + shown(at));
  }

  // A number may be shown, a text may be somebody's secret.
  private static String shown(Object value) {
    return value instanceof Number ? value.toString() : "a " + value.getClass().getTypeName();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ValuePath path && path.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** One name after a dot. Readers of fields are kept per class, so that they go with it. */
  private static final class Step {
    private static final Pattern INDEX = Pattern.compile("\\d+");
    private static final MethodType ANY = MethodType.methodType(Object.class, Object.class);

    private final String name;
    private final int index;
    private final boolean isSize;
    private final Privileged.OfClass<Optional<MethodHandle>> fields =
        new Privileged.OfClass<>() {
          @Override
          protected Optional<MethodHandle> compute(Class<?> type) {
            return field(type);
          }
        };

    Step(String name) {
      this.name = name;
      index = INDEX.matcher(name).matches() ? Integer.parseInt(name) : -1;
      isSize = name.equals("size") || name.equals("length");
    }

    @Nullable Object from(Object at) {
      if (at.getClass().isArray()) {
        return isSize ? (Object) Array.getLength(at) : element(at);
      }
      if (at instanceof String string) {
        return isSize ? string.length() : null;
      }
      if (PlainCollections.hasSize(at) && isSize) {
        return ((Collection<?>) at).size();
      }
      if (PlainCollections.isList(at)) {
        List<?> list = (List<?>) at;
        return index >= 0 && index < list.size() ? list.get(index) : null;
      }
      if (PlainCollections.isMap(at)) {
        Map<?, ?> map = (Map<?, ?>) at;
        Object value = map.get(name);
        return value == null && name.equals("size") ? (Object) map.size() : value;
      }
      return ofField(at);
    }

    private @Nullable Object element(Object array) {
      return index >= 0 && index < Array.getLength(array) ? Array.get(array, index) : null;
    }

    private @Nullable Object ofField(Object at) {
      try {
        Optional<MethodHandle> field = fields.get(at.getClass());
        return field.isPresent() ? (Object) field.get().invokeExact(at) : null;
      } catch (Throwable unreadable) {
        return null;
      }
    }

    private Optional<MethodHandle> field(Class<?> type) {
      try {
        return declared(type).flatMap(Step::reader);
      } catch (LinkageError | RuntimeException unreadable) {
        return Optional.empty(); // a type of one of its fields is missing: not asked for again
      }
    }

    private Optional<Field> declared(Class<?> type) {
      return Stream.<Class<?>>iterate(type, c -> c != null, Class::getSuperclass)
          .flatMap(c -> Stream.of(c.getDeclaredFields()))
          .filter(field -> field.getName().equals(name) && !Modifier.isStatic(field.getModifiers()))
          .findFirst();
    }

    private static Optional<MethodHandle> reader(Field field) {
      try {
        field.setAccessible(true);
        return Optional.of(MethodHandles.lookup().unreflectGetter(field).asType(ANY));
      } catch (IllegalAccessException | RuntimeException closed) {
        return Optional.empty();
      }
    }

    String missing(Object at) {
      Class<?> type = at.getClass();
      if (fields.get(type).isPresent()) {
        return "whose field " + name + " is null";
      }
      boolean isOfJdk = type.getClassLoader() == null && !type.isArray();
      return "in which no "
          + name
          + " is"
          + (isOfJdk ? ", or none that may be looked at" : whyClosed(type));
    }

    private String whyClosed(Class<?> type) {
      try {
        return declared(type).isPresent()
            ? " that may be read: module "
                + type.getModule().getName()
                + " is not open (--add-opens "
                + type.getModule().getName()
                + "/"
                + type.getPackageName()
                + "=ALL-UNNAMED)"
            : "";
      } catch (LinkageError | RuntimeException unreadable) {
        return " that can be read: " + unreadable;
      }
    }
  }
}
