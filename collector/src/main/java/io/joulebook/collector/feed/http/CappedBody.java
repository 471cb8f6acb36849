package io.joulebook.collector.feed.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes a response's body up to a mebibyte and then hangs up; or nothing of it at all. */
final class CappedBody implements HttpResponse.BodySubscriber<CappedBody.Taken> {
  private static final int MOST_BYTES = 1 << 20;

  /** Of a body that was not taken. */
  static final Taken NOTHING = new Taken(ByteBuffer.allocate(0), false);

  private final CompletableFuture<Taken> body = new CompletableFuture<>();
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private final boolean wanted;
  private Flow.@Nullable Subscription subscription;

  /**
   * What was taken.
   *
   * @param bytes the bytes
   * @param whole whether these are all
   */
  record Taken(ByteBuffer bytes, boolean whole) {}

  /** With nothing taken yet; if it is not wanted, it is not waited for either. */
  CappedBody(boolean wanted) {
    this.wanted = wanted;
  }

  @Override
  public CompletionStage<Taken> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (wanted) {
      given.request(Long.MAX_VALUE);
    } else {
      hangUp();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> more) {
    for (ByteBuffer buffer : more) {
      if (body.isDone() || buffer.remaining() > MOST_BYTES - taken.size()) {
        hangUp();
        return;
      }
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      taken.write(bytes, 0, bytes.length);
    }
  }

  private void hangUp() {
    if (subscription != null) {
      subscription.cancel();
    }
    body.complete(NOTHING);
  }

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    body.complete(new Taken(ByteBuffer.wrap(taken.toByteArray()), true));
  }
}
