/**
 * What was used: totals by call key and by device, their Software Carbon Intensity, and which
 * entries may be entered at all. The live metrics and the report have the same figures from here.
 */
@NullMarked
package io.joulebook.collector.usage;

import org.jspecify.annotations.NullMarked;
