package io.joulebook.nvml.readme;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlException;

/** The program of the README. */
final class FirstProgram {
  private FirstProgram() {}

  public static void main(String[] args) throws NvmlException {
    try (Nvml nvml = args.length == 0 ? Nvml.open() : Nvml.open(args[0])) {
      System.out.println(nvml.library().getFileName() + ", driver " + nvml.driverVersion());
      for (Gpu gpu : nvml.gpus()) {
        System.out.println(gpu);
        System.out.println("  energy mJ  " + gpu.energyMillijoules());
        System.out.println("  power mW   " + gpu.instantPowerMilliwatts());
        System.out.println("  limit mW   " + gpu.powerLimit());
      }
    }
  }
}
