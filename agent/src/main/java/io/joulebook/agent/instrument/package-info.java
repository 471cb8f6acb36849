/**
 * The hooks: one class per inference library that says what to weave and, on the agent's own
 * thread, reads from what the woven code noted which model ran, where, on how many items. The only
 * user of Byte Buddy.
 */
@NullMarked
package io.joulebook.agent.instrument;

import org.jspecify.annotations.NullMarked;
