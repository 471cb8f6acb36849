package io.joulebook.agent.whole.app;

/** Subclasses that override a metered method, and an overload that is not metered. */
public final class SubclassWorkload {
  private SubclassWorkload() {}

  abstract static class Scorer {
    abstract long score(long item);

    long score(int item, int other) {
      return score((long) item) - other;
    }
  }

  private static class Doubling extends Scorer {
    @Override
    long score(long item) {
      return 2 * item;
    }
  }

  private static final class Careful extends Doubling {
    @Override
    long score(long item) {
      return super.score(item) - 1;
    }

    @Override
    long score(int item, int other) {
      return other;
    }
  }

  public static void main(String[] args) throws Exception {
    long sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += new Doubling().score(i);
      sum += new Careful().score(i); // one call, though it calls another
      sum += new Careful().score(1, i); // none
      Scorer unnamed =
          new Scorer() {
            @Override
            long score(long item) {
              return item;
            }
          };
      sum += unnamed.score(i, 1); // one: the overload calls what is metered
    }
    System.out.println("sum " + sum);
    System.in.read();
  }
}
