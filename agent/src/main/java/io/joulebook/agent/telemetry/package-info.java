/**
 * The host's own registry of meters: our figures appear in it, through types of the JDK only.
 * Nothing here is called by a metered call.
 */
@NullMarked
package io.joulebook.agent.telemetry;

import org.jspecify.annotations.NullMarked;
