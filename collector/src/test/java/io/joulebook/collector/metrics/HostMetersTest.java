package io.joulebook.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HostMetersTest {
  @Test
  void theJvmIsShownBesideTheBooks() {
    Books books = Books.inGermany();
    assertThat(books.hostMeters()).isTrue();

    assertThat(books.shown())
        .contains("jvm_memory_used_bytes{")
        .contains("jvm_threads_live_threads ")
        .contains("process_uptime_seconds ")
        .contains("process_cpu_usage ")
        .contains("joulebook_build_info{version=\"1.2.3\"} 1")
        .doesNotContain("jvm_threads_states");
  }

  @Test
  void theyStartNoThread() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Books.inGermany().hostMeters();

    assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
  }

  @Test
  void askingTwiceAddsThemOnce() {
    Books books = Books.inGermany();

    assertThat(books.hostMeters()).isTrue();
    assertThat(books.hostMeters()).isTrue();
    assertThat(books.shown()).containsOnlyOnce("# TYPE process_uptime_seconds gauge");
  }
}
