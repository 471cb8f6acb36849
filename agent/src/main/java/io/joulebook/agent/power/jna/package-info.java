/**
 * Stands in for {@code java.util.logging} in the agent's copy of JNA: the build renames the types.
 * So JNA never initialises the host's logging before the host does, and runs where there is none.
 */
@NullMarked
package io.joulebook.agent.power.jna;

import org.jspecify.annotations.NullMarked;
