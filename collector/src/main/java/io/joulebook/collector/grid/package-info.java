/**
 * What a kilowatt hour of the grid costs in grams of CO2e, by zone and time: feeds, and the ladder
 * that asks them in turn.
 */
@NullMarked
package io.joulebook.collector.grid;

import org.jspecify.annotations.NullMarked;
