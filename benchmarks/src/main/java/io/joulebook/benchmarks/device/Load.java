package io.joulebook.benchmarks.device;

/** Work for a GPU that is switched on and off. Not thread-safe; used by one thread. */
interface Load extends AutoCloseable {
  /** Makes it ready: from now on there is a context on the GPU. */
  void open() throws LoadFailure;

  /** Begins to keep the GPU busy for so many nanoseconds, and returns at once. */
  void begin(long nanos) throws LoadFailure;

  /** Returns when the GPU is done. */
  void await() throws LoadFailure;

  @Override
  void close();

  /** There is none. */
  static Load none(String why) {
    return new Load() {
      @Override
      public void open() throws LoadFailure {
        throw new LoadFailure(why);
      }

      @Override
      public void begin(long nanos) throws LoadFailure {
        open();
      }

      @Override
      public void await() {}

      @Override
      public void close() {}
    };
  }
}
