/**
 * The agent's configuration: what may be set, where it may come from, what it is. Resolving never
 * fails: a bad value is one complaint, and the default holds.
 */
@NullMarked
package io.joulebook.agent.config;

import org.jspecify.annotations.NullMarked;
