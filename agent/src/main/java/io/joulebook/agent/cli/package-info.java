/** The commands of the agent's jar that need the core. */
@NullMarked
package io.joulebook.agent.cli;

import org.jspecify.annotations.NullMarked;
