/** Receipts and statements as they cross from process to process, or wait in a file. */
@NullMarked
package io.joulebook.collector.intake;

import org.jspecify.annotations.NullMarked;
