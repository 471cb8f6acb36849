package io.joulebook.nvml.fake;

import java.nio.file.Path;

/** A program that sets the power of the first GPU of a machine that another process made. */
final class DrivePower {
  private DrivePower() {}

  public static void main(String[] arguments) {
    FakeGpu gpu = FakeMachine.attach(Path.of(arguments[0])).gpu(0);
    gpu.addPower(Long.parseLong(arguments[1]));
    System.out.println(gpu.powerMilliwatts());
  }
}
