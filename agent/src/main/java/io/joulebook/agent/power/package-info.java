/**
 * Where joules come from: NVML, a simulated GPU, or nothing; and the one thread that reads them. A
 * reading that fails, hangs or cannot be believed is counted and never reaches the books.
 */
@NullMarked
package io.joulebook.agent.power;

import org.jspecify.annotations.NullMarked;
