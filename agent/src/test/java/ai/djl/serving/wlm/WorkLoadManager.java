package ai.djl.serving.wlm;

import ai.djl.modality.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A stand-in of DJL Serving's class: jobs wait here for the worker of their model. */
public final class WorkLoadManager {
  private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();

  public CompletableFuture<Output> runJob(Job job) {
    jobs.add(job);
    return job.result();
  }

  /** The next jobs, as many as a batch takes. */
  public List<Job> take(int batch) throws InterruptedException {
    List<Job> taken = new ArrayList<>();
    while (taken.size() < batch) {
      taken.add(jobs.take());
    }
    return taken;
  }
}
