/** What energy costs in grams of CO2e, at the intensity of the time in which it was used. */
@NullMarked
package io.joulebook.collector.carbon;

import org.jspecify.annotations.NullMarked;
