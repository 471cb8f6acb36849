package io.joulebook.agent.instrument;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Collections of the JDK that may be read on a caller's thread: to look into them takes no lock,
 * changes nothing and runs no code of the host's.
 */
final class PlainCollections {
  private static final Set<Class<?>> LISTS =
      Set.of(
          ArrayList.class,
          Arrays.asList("").getClass(),
          List.of().getClass(),
          List.of("").getClass(),
          Collections.singletonList("").getClass(),
          Collections.emptyList().getClass());

  /** DJL passes the last. */
  private static final Set<Class<?>> MAPS =
      Set.of(
          HashMap.class,
          Map.of().getClass(),
          Map.of("a", "").getClass(),
          Collections.singletonMap("a", "").getClass(),
          ConcurrentHashMap.class);

  /** Their size is a field or a constant, but to find an element takes more. */
  private static final Set<Class<?>> SIZED =
      Set.of(
          ArrayDeque.class,
          HashSet.class,
          LinkedHashSet.class,
          Set.of().getClass(),
          Set.of("").getClass());

  private PlainCollections() {}

  static boolean isList(Object object) {
    return LISTS.contains(object.getClass());
  }

  static boolean isMap(Object object) {
    return MAPS.contains(object.getClass());
  }

  /** Whether it is a collection whose size may be asked for. */
  static boolean hasSize(Object object) {
    return isList(object) || SIZED.contains(object.getClass());
  }
}
