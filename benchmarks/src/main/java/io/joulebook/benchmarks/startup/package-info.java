/** What the agent adds to the start of a JVM. */
@NullMarked
package io.joulebook.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
