package io.joulebook.nvml;

/** A program that says which library it opened, under the driver's name or another. */
final class WhichLibrary {
  private WhichLibrary() {}

  public static void main(String[] arguments) {
    try (Nvml nvml = arguments.length == 0 ? Nvml.open() : Nvml.open(arguments[0])) {
      System.out.println("opened " + nvml.library());
    } catch (NvmlException e) {
      System.out.println(e.getMessage());
    }
  }
}
