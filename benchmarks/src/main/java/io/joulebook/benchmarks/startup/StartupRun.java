package io.joulebook.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Starts two applications with the agent and without, in turns and in random order, and prints what
 * the agent adds. Arguments: the agent's jar, the jar of these benchmarks, the number of runs, and
 * the homes of JDKs. Needs Linux and bash.
 */
public final class StartupRun {
  private static final List<Class<?>> APPS = List.of(HelloWorld.class, SmallServer.class);

  private final Path agent;
  private final Path benchmarks;
  private final Map<Launch.Setting, Samples> samples = new LinkedHashMap<>();
  private final Random random = new Random(1);

  private StartupRun(Path agent, Path benchmarks) {
    this.agent = agent;
    this.benchmarks = benchmarks;
  }

  public static void main(String[] args) throws Exception {
    StartupRun run = new StartupRun(real(args[0]), real(args[1]));
    int runs = Integer.parseInt(args[2]);
    List<Jdk> jdks = new ArrayList<>();
    for (String home : List.of(args).subList(3, args.length)) {
      jdks.add(Jdk.at(Path.of(home)));
    }
    run.measure(jdks, runs);
    run.print(jdks, runs);
  }

  private static Path real(String path) throws IOException {
    return Path.of(path).toRealPath();
  }

  private void measure(List<Jdk> jdks, int runs) throws IOException, InterruptedException {
    List<Launch.Setting> settings = new ArrayList<>();
    for (Jdk jdk : jdks) {
      for (Class<?> app : APPS) {
        settings.add(new Launch.Setting(jdk, app, false, agent));
        settings.add(new Launch.Setting(jdk, app, true, agent));
      }
    }
    for (Launch.Setting setting : settings) {
      start(setting); // not counted: the files get into memory
      samples.put(setting, new Samples());
    }
    for (int i = 0; i < runs; i++) {
      Collections.shuffle(settings, random);
      for (Launch.Setting setting : settings) {
        of(setting).add(start(setting));
      }
    }
  }

  private Samples of(Launch.Setting setting) {
    return samples.computeIfAbsent(setting, s -> new Samples());
  }

  private Samples of(Jdk jdk, Class<?> app, boolean withAgent) {
    return of(new Launch.Setting(jdk, app, withAgent, agent));
  }

  private Sample start(Launch.Setting setting) throws IOException, InterruptedException {
    Launch launch = new Launch(setting, benchmarks);
    try {
      return setting.app() == HelloWorld.class
          ? HelloTrial.run(launch)
          : ServerTrial.run(launch, setting.withAgent());
    } finally {
      launch.clean();
    }
  }

  private void print(List<Jdk> jdks, int runs) throws IOException, InterruptedException {
    StartupTable table = new StartupTable(System.out);
    table.head(runs);
    for (Jdk jdk : jdks) {
      table.hello(
          jdk,
          of(jdk, HelloWorld.class, false),
          of(jdk, HelloWorld.class, true),
          classes(jdk, false),
          classes(jdk, true));
      table.server(jdk, of(jdk, SmallServer.class, false), of(jdk, SmallServer.class, true));
    }
    table.jar(Files.size(agent));
  }

  private long classes(Jdk jdk, boolean withAgent) throws IOException, InterruptedException {
    Launch launch =
        new Launch(new Launch.Setting(jdk, HelloWorld.class, withAgent, agent), benchmarks);
    try {
      return ClassesBeforeMain.count(launch);
    } finally {
      launch.clean();
    }
  }
}
