package org.pytorch.serve.wlm;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.pytorch.serve.job.Job;

/** A stand-in of TorchServe's class: a model and the jobs that wait for it. */
public final class Model {
  private final String modelName;
  private final String version;
  final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();

  public Model(String modelName, String version) {
    this.modelName = modelName;
    this.version = version;
  }

  public String getModelName() {
    return modelName;
  }

  public String getVersion() {
    return version;
  }

  public void addJob(Job job) {
    queue.add(job);
  }
}
