/* A wall clock that begins at FAST_CLOCK_FROM (seconds since 1970) and runs 59 times as fast, for
 * LD_PRELOAD: at 60 a sensor of 100 ms would meet each boundary of five minutes in the same phase. The monotonic clock is left alone: the JVM waits by it. (libfaketime 0.9.10 leaves it
 * alone too if told so, but then a wait on a condition returns at once.) */
#include <stddef.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SPEED 59
#define NANOS 1000000000LL

static long long from, started;

static long long true_time(void) {
  struct timespec now;
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
  return now.tv_sec * NANOS + now.tv_nsec;
}

static long long fast_time(void) { return from + (true_time() - started) * SPEED; }

__attribute__((constructor)) static void start(void) {
  from = atoll(getenv("FAST_CLOCK_FROM")) * NANOS;
  started = true_time();
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) {
    return (int)syscall(SYS_clock_gettime, clock, time);
  }
  long long now = fast_time();
  time->tv_sec = now / NANOS;
  time->tv_nsec = now % NANOS;
  return 0;
}

int gettimeofday(struct timeval *time, void *zone) {
  long long now = fast_time();
  time->tv_sec = now / NANOS;
  time->tv_usec = now % NANOS / 1000;
  return 0;
}

time_t time(time_t *out) {
  time_t now = fast_time() / NANOS;
  if (out != NULL) {
    *out = now;
  }
  return now;
}
