package io.joulebook.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.http.PasswordChecks.Finding;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PasswordChecksTest {
  private static final String HASH = BCrypt.hashpw("right", BCrypt.gensalt(4));

  private final LinkedBlockingQueue<String> wakes = new LinkedBlockingQueue<>();
  private final PasswordChecks checks = resting(Duration.ZERO);

  private PasswordChecks resting(Duration rest) {
    return new PasswordChecks(() -> wakes.add("woken"), rest, Duration.ZERO);
  }

  private static InetAddress client(String address) {
    try {
      return InetAddress.getByName(address); // of a literal: nobody is asked
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  private Finding found(String password, String hash) throws InterruptedException {
    return found(checks, "127.0.0.1", password, hash);
  }

  private Finding found(PasswordChecks of, String client, String password, String hash)
      throws InterruptedException {
    assertThat(of.check(client(client), "user", password, hash)).isEqualTo(Finding.NOT_YET);
    assertThat(wakes.poll(50, TimeUnit.SECONDS)).isNotNull();
    return of.check(client(client), "user", password, hash);
  }

  private static Finding check(PasswordChecks of, String client, String password) {
    return of.check(client(client), "user", password, HASH);
  }

  @Test
  void aPasswordIsComparedOnceAndThenKnown() throws InterruptedException {
    assertThat(found("right", HASH)).isEqualTo(Finding.RIGHT);
    assertThat(check(checks, "127.0.0.1", "right")).isEqualTo(Finding.RIGHT);
    assertThat(found("wrong", HASH)).isEqualTo(Finding.WRONG);
    assertThat(check(checks, "127.0.0.1", "wrong")).isEqualTo(Finding.WRONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$2a", "$2b", "$2y"})
  void theFormatsThreeNamesAreOne(String name) throws InterruptedException {
    assertThat(found("right", name + HASH.substring(3))).isEqualTo(Finding.RIGHT);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1, 10.0.0.1, 10.0.0.2", "2001:db8::1, 2001:db8::2, 2001:db8:0:1::1"})
  void whoGuessesWaitsAndOthersDoNot(String guesser, String same, String other)
      throws InterruptedException {
    PasswordChecks patient = resting(Duration.ofHours(1));
    assertThat(found(patient, guesser, "wrong", HASH)).isEqualTo(Finding.WRONG);

    assertThat(check(patient, same, "another")).isEqualTo(Finding.NOT_YET);
    assertThat(check(patient, other, "right")).isEqualTo(Finding.NOT_YET);
    assertThat(wakes.poll(50, TimeUnit.SECONDS)).isNotNull();
    assertThat(check(patient, other, "right")).isEqualTo(Finding.RIGHT);
    assertThat(check(patient, same, "another")).as("rests").isEqualTo(Finding.NOT_YET);
    assertThat(check(patient, guesser, "right")).as("is known").isEqualTo(Finding.RIGHT);
  }

  @Test
  void whoHasRestedIsAnswered() throws InterruptedException {
    PasswordChecks brief = resting(Duration.ofMillis(100));
    assertThat(found(brief, "10.0.0.1", "wrong", HASH)).isEqualTo(Finding.WRONG);
    assertThat(found(brief, "10.0.0.1", "right", HASH)).isEqualTo(Finding.RIGHT);
  }

  @Test
  void onlySoManyOfAClientWait() throws InterruptedException {
    PasswordChecks patient = resting(Duration.ofHours(1));
    assertThat(found(patient, "10.0.0.1", "wrong", HASH)).isEqualTo(Finding.WRONG);
    for (int i = 0; i < 16; i++) {
      assertThat(check(patient, "10.0.0.1", "guess " + i)).isEqualTo(Finding.NOT_YET);
    }
    assertThat(check(patient, "10.0.0.1", "one more")).isEqualTo(Finding.TOO_MANY);
    assertThat(check(patient, "10.0.0.2", "right")).isEqualTo(Finding.NOT_YET);
  }

  @Test
  void onlySoManyWait() throws InterruptedException {
    PasswordChecks patient = resting(Duration.ofHours(1));
    for (int i = 0; i < 4; i++) {
      assertThat(found(patient, "10.0.1." + i, "wrong " + i, HASH)).isEqualTo(Finding.WRONG);
      for (int j = 0; j < 16; j++) {
        assertThat(check(patient, "10.0.1." + i, "guess " + j)).isEqualTo(Finding.NOT_YET);
      }
    }
    assertThat(check(patient, "10.0.0.2", "right")).isEqualTo(Finding.TOO_MANY);
  }

  @Test
  void guessesDoNotPushOutWhoIsKnown() throws InterruptedException {
    assertThat(found("right", HASH)).isEqualTo(Finding.RIGHT);
    for (int i = 0; i < 150; i++) {
      assertThat(found("guess " + i, HASH)).isEqualTo(Finding.WRONG);
    }
    assertThat(check(checks, "127.0.0.1", "right")).isEqualTo(Finding.RIGHT);
  }

  @Test
  void anotherHashIsAnotherPassword() throws InterruptedException {
    assertThat(found("right", HASH)).isEqualTo(Finding.RIGHT);
    assertThat(found("right", BCrypt.hashpw("new", BCrypt.gensalt(4)))).isEqualTo(Finding.WRONG);
  }

  @Test
  void aHashThatIsNoneIsNobodys() throws InterruptedException {
    assertThat(found("right", "$2a$99$nonsense")).isEqualTo(Finding.WRONG);
  }
}
