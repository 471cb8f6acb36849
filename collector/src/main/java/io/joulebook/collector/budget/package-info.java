/** Energy and carbon budgets, and the verdict that each receipt gets. */
@NullMarked
package io.joulebook.collector.budget;

import org.jspecify.annotations.NullMarked;
