package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the host gets does the same as what it stands for, and tells its end once. */
class LazyResultTest {
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void listen() {
    JoulebookBridge.renew(0);
    JoulebookBridge.streamed(
        (of, call) -> null,
        (of, piece) -> {
          boolean last = (Boolean) piece[1];
          if (last) {
            told.add((Boolean) piece[2] ? "failed" : "ended");
          }
          return null;
        },
        (of, result) -> null);
    JoulebookBridge.enable(true);
  }

  @AfterEach
  void off() {
    JoulebookBridge.enable(false);
    JoulebookBridge.renew(0);
  }

  private static <T> T watched(T result, Class<? super T> declared) {
    Object[] watched = LazyResult.watch(result, declared.getName());
    assertThat(LazyResult.isKnown(declared.getName())).isTrue();
    @SuppressWarnings("unchecked")
    T inItsPlace = (T) declared.cast(watched[0]);
    return inItsPlace;
  }

  @Test
  void anIterator() {
    Iterator<Integer> iterator = watched(List.of(1, 2).iterator(), Iterator.class);
    assertThat(iterator.next()).isOne();
    assertThat(iterator.hasNext()).isTrue();
    assertThat(told).isEmpty();
    assertThat(iterator.next()).isEqualTo(2);
    assertThat(iterator.hasNext()).isFalse();
    assertThat(iterator.hasNext()).isFalse();
    assertThat(told).containsExactly("ended");
    assertThatThrownBy(iterator::next).isInstanceOf(java.util.NoSuchElementException.class);
    assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anIterableAndWhatIsThereAlready() {
    Iterable<Integer> lazy = () -> List.of(1, 2).iterator();
    assertThat(watched(lazy, Iterable.class)).containsExactly(1, 2);
    assertThat(told).containsExactly("ended");
    assertThat(LazyResult.watch(List.of(1), "java.lang.Iterable")).isNull();
  }

  @Test
  void aStreamIsReadByItsLastStep() {
    Stream<Integer> stream = watched(Stream.of(3, 1, 2), Stream.class);
    Stream<Integer> sorted = stream.filter(each -> each > 1).sorted();
    assertThat(told).isEmpty();
    assertThat(sorted.collect(Collectors.toList())).containsExactly(2, 3);
    assertThat(told).containsExactly("ended");
    assertThatThrownBy(stream::count).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStreamWithoutEndStaysLazy() {
    Stream<Integer> stream =
        watched(Stream.of(1).flatMap(each -> Stream.generate(() -> each)), Stream.class);
    assertThat(stream.limit(3).toList()).containsExactly(1, 1, 1);
    assertThat(told).containsExactly("ended");
  }

  @Test
  void streamsOfPrimitivesInParallelAndJoined() {
    IntStream numbers = watched(IntStream.range(0, 1_000), IntStream.class);
    assertThat(numbers.parallel().isParallel()).isTrue();
    assertThat(numbers.mapToObj(Integer::valueOf).mapToLong(Integer::longValue).sum())
        .isEqualTo(499_500);
    assertThat(told).containsExactly("ended");

    Stream<Integer> joined =
        Stream.concat(watched(Stream.of(1), Stream.class), watched(Stream.of(2), Stream.class));
    assertThat(joined.toList()).containsExactly(1, 2);
  }

  @Test
  void aStreamThatFailsOrIsClosed() {
    Stream<Integer> failing =
        watched(
            Stream.of(1)
                .map(
                    each -> {
                      throw new IllegalStateException("no " + each);
                    }),
            Stream.class);
    assertThatThrownBy(failing::toList)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no 1");
    assertThat(told).containsExactly("failed");

    AtomicBoolean closed = new AtomicBoolean();
    Stream<Integer> stream = Stream.of(1).onClose(() -> closed.set(true));
    watched(stream, Stream.class).close();
    assertThat(closed).isTrue();
    assertThat(told).containsExactly("failed", "ended");
  }

  @Test
  void itsIteratorIsReadToo() {
    Iterator<Integer> iterator = watched(Stream.of(1, 2), Stream.class).iterator();
    assertThat(told).isEmpty();
    iterator.forEachRemaining(each -> assertThat(each).isPositive());
    assertThat(told).containsExactly("ended");
  }

  @Test
  void publishers() {
    Publisher<Integer> publisher = Flux.just(1, 2);
    assertThat(Flux.from(watched(publisher, Publisher.class)).collectList().block())
        .containsExactly(1, 2);
    assertThat(watched(Flux.just(1, 2, 3), Flux.class).take(2).collectList().block())
        .containsExactly(1, 2);
    assertThat(watched(Mono.just(1), Mono.class).block()).isOne();
    assertThat(told).containsExactly("ended", "ended", "ended");
    Mono<Integer> failing = Mono.error(new IllegalStateException("no"));
    assertThatThrownBy(watched(failing, Mono.class)::block).hasMessage("no");
    assertThat(told).endsWith("failed");
  }

  @Test
  void theJdksPublisherAndWhoCancels() throws Exception {
    List<Object> seen = new ArrayList<>();
    try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(Runnable::run, 8)) {
      Flow.Publisher<Integer> flow = watched(publisher, Flow.Publisher.class);
      flow.subscribe(
          new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription its) {
              subscription = its;
              its.request(8);
            }

            @Override
            public void onNext(Integer item) {
              seen.add(item);
              subscription.cancel();
            }

            @Override
            public void onError(Throwable failure) {
              seen.add(failure);
            }

            @Override
            public void onComplete() {
              seen.add("complete");
            }
          });
      publisher.submit(1);
      publisher.submit(2);
    }
    assertThat(seen).containsExactly(1);
    assertThat(told).containsExactly("ended");
  }

  @Test
  void itIsAnObjectLikeAnyOther() {
    Stream<Integer> stream = watched(Stream.of(1), Stream.class);
    Set<Object> objects = new HashSet<>(List.of(stream, Stream.of(1)));
    assertThat(objects.contains(stream)).isTrue();
    assertThat(objects.remove(stream)).isTrue();
    assertThat(objects).hasSize(1);
    assertThat(String.valueOf((Object) stream)).isNotEmpty();
  }
}
