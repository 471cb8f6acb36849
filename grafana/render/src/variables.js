// What the dashboard's variables stand for. Those of which several values can be chosen are All, as
// on a dashboard just opened; the others are the first value that they offer.

const ALL = '.*';

async function labelValues(query) {
  const [, selector, label] = /^label_values\((.*), (\w+)\)$/.exec(query);
  const url = `/api/v1/label/${label}/values?${new URLSearchParams({'match[]': selector})}`;
  const answer = await (await fetch(url)).json();
  if (answer.status !== 'success') {
    throw new Error(`variable: ${answer.error}`);
  }
  return answer.data;
}

/** A function that puts values into text, and the values that each variable offers. */
export async function resolve(board, {rate, range, step, from}) {
  const chosen = {
    __rate_interval: `${rate}s`,
    __range: `${range}s`,
    __range_s: `${range}`,
    __interval: `${step}s`,
    __interval_ms: `${step * 1000}`,
    __from: `${from}`,
    datasource: 'prometheus',
  };
  const offered = {};
  for (const variable of board.templating.list.filter(({type}) => type === 'query')) {
    const values = await labelValues(interpolate(variable.query.query, chosen));
    offered[variable.name] = variable.sort === 2 ? values.toSorted().reverse() : values.toSorted();
    chosen[variable.name] = variable.multi ? (variable.allValue ?? ALL) : (offered[variable.name][0] ?? '');
  }
  return {
    offered,
    put: (text, more = {}) => interpolate(text, {...chosen, ...more}),
  };
}

function interpolate(text, values) {
  return text.replace(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g, (all, braced, plain) => values[braced ?? plain] ?? all);
}

/** The panels, with each that is repeated for a variable's values in as many copies. */
export function repeated(panels, offered) {
  return panels.flatMap((panel) => {
    const values = panel.repeat ? (offered[panel.repeat] ?? []) : [];
    if (values.length === 0) {
      return [{panel, more: {}, grid: panel.gridPos}];
    }
    const w = panel.gridPos.w / Math.min(values.length, panel.maxPerRow ?? 4);
    return values.map((value, i) => ({
      panel,
      more: {[panel.repeat]: value},
      grid: {...panel.gridPos, w, x: panel.gridPos.x + i * w},
    }));
  });
}
