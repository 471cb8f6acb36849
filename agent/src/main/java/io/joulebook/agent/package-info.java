/**
 * The root tier: the few classes of the agent that lie on the application's class path. They start
 * the rest, which lives in a class loader of its own, and never throw. They use no lambda, logging,
 * JMX or {@code java.nio} before the application's {@code main}.
 */
@NullMarked
package io.joulebook.agent;

import org.jspecify.annotations.NullMarked;
