package io.joulebook.agent.power;

import java.time.Duration;

/** tmp. */
public record Ticks(Duration period, boolean locked, Duration doubt) {}
