// Asks Prometheus what a panel's targets ask, and makes of the answers the data frames that
// Grafana's data source would make.
import {FieldType, toDataFrame} from '@grafana/data';

const number = (text) => ({'+Inf': Infinity, '-Inf': -Infinity, NaN})[text] ?? Number(text);

async function ask(target, expression, {from, to, step}) {
  const query = target.instant
    ? new URLSearchParams({query: expression, time: to / 1000})
    : new URLSearchParams({query: expression, start: from / 1000, end: to / 1000, step});
  const url = target.instant ? '/api/v1/query' : '/api/v1/query_range';
  return (await fetch(`${url}?${query}`)).json();
}

/** The answer to one target: its frames, and a report of it. */
export async function run(target, alone, time, put) {
  const expression = put(target.expr);
  const answer = await ask(target, expression, time);
  const report = {refId: target.refId, expression, series: 0, points: 0, names: [], labels: []};
  if (answer.status !== 'success') {
    return {frames: [], report: {...report, error: answer.error}};
  }
  const result = answer.data.resultType === 'scalar' ? [{metric: {}, value: answer.data.result}] : answer.data.result;
  const series = result.map(({metric, value, values}) => ({metric, points: values ?? [value]}));
  report.series = series.length;
  report.points = series.flatMap(({points}) => points).filter(([, value]) => Number.isFinite(number(value))).length;
  report.names = series.map(({metric}) => legend(target, metric));
  report.labels = series.map(({metric}) => metric);
  const frames =
    target.format === 'table' ? asTable(target, series, alone) : series.map((one) => asSeries(target, one, time));
  return {frames, report};
}

function legend(target, metric) {
  return target.legendFormat.replace(/\{\{\s*(\w+)\s*\}\}/g, (all, label) => metric[label] ?? '');
}

function asSeries(target, {metric, points}, {step}) {
  const name = legend(target, metric);
  return toDataFrame({
    refId: target.refId,
    name,
    fields: [
      {
        name: 'Time',
        type: FieldType.time,
        values: points.map(([at]) => at * 1000),
        config: {interval: step * 1000},
      },
      {
        name: 'Value',
        type: FieldType.number,
        labels: metric,
        values: points.map(([, value]) => number(value)),
        config: {displayNameFromDS: name},
      },
    ],
  });
}

function asTable(target, series, alone) {
  const labels = [...new Set(series.flatMap(({metric}) => Object.keys(metric)))].sort();
  if (series.length === 0) {
    return [];
  }
  const last = series.map(({points}) => points.at(-1));
  return [
    toDataFrame({
      refId: target.refId,
      fields: [
        {name: 'Time', type: FieldType.time, values: last.map(([at]) => at * 1000)},
        ...labels.map((label) => ({
          name: label,
          type: FieldType.string,
          values: series.map(({metric}) => metric[label] ?? ''),
          config: {filterable: true},
        })),
        {
          name: alone ? 'Value' : `Value #${target.refId}`,
          type: FieldType.number,
          values: last.map(([, value]) => number(value)),
        },
      ],
    }),
  ];
}
