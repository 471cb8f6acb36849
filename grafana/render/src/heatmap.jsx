// A heatmap of classic buckets. Grafana's own is part of its application and not published, so this
// one is drawn here: it shows that the data is right, not how Grafana's looks.
import {getValueFormat} from '@grafana/data';
import {useEffect, useRef} from 'react';

const LEFT = 70;
const BOTTOM = 24;
const TOP = 10;
const COLORS = ['#3b1d06', '#6b3408', '#9c4a0a', '#cd650e', '#f2843a', '#f9b98c', '#fde6d6'];

/** Counts of each bucket alone, lowest first, from buckets that count all below too. */
export function buckets(data) {
  const sorted = data
    .map((frame) => ({le: Number(frame.fields[1].labels.le.replace('+Inf', 'Infinity')), frame}))
    .sort((a, b) => a.le - b.le)
    .map(({le, frame}) => ({le, times: frame.fields[0].values, values: frame.fields[1].values}));
  const alone = sorted.map(({le, times, values}, i) => ({
    le,
    times,
    counts: values.map((value, t) => Math.max(0, value - (sorted[i - 1]?.values[t] ?? 0))),
  }));
  const used = alone.map(({counts}) => counts.some((count) => count > 0));
  return alone.slice(Math.max(0, used.indexOf(true) - 1), used.lastIndexOf(true) + 2);
}

export function Heatmap({panel, data, width, height, time, theme}) {
  const canvas = useRef(null);
  useEffect(() => {
    paint(canvas.current.getContext('2d'), buckets(data), panel, {width, height, time, theme});
  });
  return <canvas ref={canvas} width={width} height={height} />;
}

function paint(context, rows, panel, {width, height, time, theme}) {
  const most = Math.max(...rows.flatMap(({counts}) => counts));
  const unit = getValueFormat(panel.options.yAxis.unit);
  const tall = (height - BOTTOM - TOP) / rows.length;
  const x = (at) => LEFT + ((at - time.from) / (time.to - time.from)) * (width - LEFT);
  const wide = x(time.from + time.step * 1000) - LEFT;
  context.clearRect(0, 0, width, height);
  context.font = `12px ${theme.typography.fontFamily}`;
  rows.forEach(({le, times, counts}, row) => {
    const top = height - BOTTOM - (row + 1) * tall;
    counts.forEach((count, i) => {
      if (count > 0) {
        const share = Math.sqrt(count / most);
        context.fillStyle = COLORS[Math.min(COLORS.length - 1, Math.floor(share * COLORS.length))];
        context.fillRect(x(times[i]) - wide, top + 1, Math.max(1, wide - 1), tall - 1);
      }
    });
    const {text, suffix = ''} = unit(le);
    context.fillStyle = theme.colors.text.secondary;
    context.fillText(le === Infinity ? 'above' : text + suffix, 4, top + 5);
  });
  for (let at = Math.ceil(time.from / time.tick) * time.tick; at < time.to; at += time.tick) {
    context.fillText(new Date(at).toISOString().slice(11, 19), x(at) - 22, height - 6);
  }
}
