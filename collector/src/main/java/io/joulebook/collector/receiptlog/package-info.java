/**
 * The file of receipts and statements: its one format, written and read, with rotation, gaps and
 * what a full disk makes of it. Lines are also what crosses from process to process.
 */
@NullMarked
package io.joulebook.collector.receiptlog;

import org.jspecify.annotations.NullMarked;
