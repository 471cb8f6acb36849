/** How fast the ledger is, and what reading the devices costs. */
@NullMarked
package io.joulebook.benchmarks.books;

import org.jspecify.annotations.NullMarked;
