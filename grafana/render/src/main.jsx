// A page that draws dashboards: window.draw puts one on it, each panel in Grafana's frame, and
// gives a report of it.
import 'uplot/dist/uPlot.min.css';
import {createTheme, dateTime, EventBusSrv, LoadingState, ThemeContext} from '@grafana/data';
import {GlobalStyles, PanelChrome, PanelContextProvider, PortalContainer} from '@grafana/ui';
import {Component, useEffect} from 'react';
import {createRoot} from 'react-dom/client';
import {configured, unknownUnits} from './fields.js';
import {Drawing, saysItself, texts} from './panels.jsx';
import {run} from './queries.js';
import {repeated, resolve} from './variables.js';

const CELL = 38;
const GAP = 8;
const WIDTH = 1400;
const COLUMN = (WIDTH - GAP) / 24;
const SETTLE_MS = 300;
const TICKS = [10, 30, 60, 300, 600, 1800, 3600].map((seconds) => seconds * 1000);

function timeOf({from, to, step, rate}) {
  const tick = TICKS.find((one) => (to - from) / one < 9) ?? TICKS.at(-1);
  return {from, to, step, rate, tick, zone: 'utc', range: Math.round((to - from) / 1000)};
}

/** The data of one panel, and a report of it. */
async function prepare({panel, more, grid}, key, time, theme, resolved) {
  const put = (text) => resolved.put(text, more);
  const alone = panel.targets.length === 1;
  const answers = await Promise.all(panel.targets.map((target) => run(target, alone, time, put)));
  const queries = answers.map(({report}) => report);
  const frames = answers.flatMap((answer) => answer.frames);
  const data = await configured(panel, frames, theme, put, time);
  const [from, to] = [dateTime(time.from), dateTime(time.to)];
  const props = {panel, data, theme, time, range: {from, to, raw: {from, to}}, put};
  const isEmpty = data.length === 0 && !saysItself(panel);
  const report = {
    id: panel.id,
    title: put(panel.title),
    type: panel.type,
    unknownUnits: unknownUnits(panel),
    queries,
    texts: isEmpty ? [] : texts(props),
  };
  const error = queries.map((query) => query.error).find(Boolean);
  return {key, grid, report, error, isEmpty, props};
}

class Guard extends Component {
  state = {};

  static getDerivedStateFromError(error) {
    return {error};
  }

  componentDidCatch(error) {
    this.props.report.broken = String(error);
  }

  render() {
    return this.state.error ? <p>{String(this.state.error)}</p> : this.props.children;
  }
}

function place({x, y}) {
  return {position: 'absolute', left: GAP + x * COLUMN, top: GAP + y * CELL};
}

function Framed({id, grid, report, error, isEmpty, props}) {
  const {description, fieldConfig} = props.panel;
  const inside = (width, height) => {
    if (error) return <p>{error}</p>;
    if (isEmpty) return <p style={{textAlign: 'center', paddingTop: 24}}>{fieldConfig.defaults.noValue ?? 'No data'}</p>;
    return <Drawing {...props} width={width} height={height} />;
  };
  return (
    <div style={place(grid)} id={id}>
      <PanelChrome
        title={report.title}
        description={description}
        width={Math.floor(grid.w * COLUMN - GAP)}
        height={grid.h * CELL - GAP}
        statusMessage={error}
        loadingState={LoadingState.Done}
      >
        {(width, height) => <Guard report={report}>{inside(width, height)}</Guard>}
      </PanelChrome>
    </div>
  );
}

function Row({title, gridPos}) {
  return <h2 style={{...place(gridPos), fontSize: 16, lineHeight: `${CELL - GAP}px`, margin: 0}}>{title}</h2>;
}

function Board({theme, rows, panels, height, mounted}) {
  useEffect(mounted, [mounted]);
  const style = {position: 'relative', width: WIDTH, height, background: theme.colors.background.canvas};
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <PanelContextProvider value={{eventsScope: 'board', eventBus: new EventBusSrv()}}>
        <div id="board" style={style}>
          {rows.map((row) => (
            <Row key={row.title} {...row} />
          ))}
          {panels.map(({key, ...one}) => (
            <Framed key={key} id={key} {...one} />
          ))}
        </div>
      </PanelContextProvider>
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

const bottom = (panels) => Math.max(...panels.map(({gridPos}) => gridPos.y + gridPos.h));

/** All panels, as if somebody had opened the rows that are closed: what is below one moves down. */
function opened(panels) {
  let down = 0;
  const moved = ({gridPos, ...more}, by) => ({...more, gridPos: {...gridPos, y: gridPos.y + by}});
  return panels.flatMap((panel) => {
    const one = moved(panel, down);
    const inside = (panel.panels ?? []).map((each) => moved(each, down));
    if (inside.length > 0) {
      down += bottom(inside) - (one.gridPos.y + one.gridPos.h);
    }
    return [one, ...inside];
  });
}

let root;

/** Draws that board in that theme; what was asked, answered and drawn. */
window.draw = async ({name, mode, ...times}) => {
  const theme = createTheme({colors: {mode}});
  const time = timeOf(times);
  const board = await (await fetch(`/boards/${name}`)).json();
  const resolved = await resolve(board, time);
  const all = opened(board.panels);
  const shown = repeated(all.filter(({type}) => type !== 'row'), resolved.offered);
  const panels = await Promise.all(shown.map((one, i) => prepare(one, `panel-${i}`, time, theme, resolved)));
  const rows = all
    .filter(({type}) => type === 'row')
    .map(({title, gridPos}) => ({title: resolved.put(title), gridPos}));
  const height = GAP + CELL * bottom(all);
  root?.unmount();
  root = createRoot(document.getElementById('root'));
  await new Promise((mounted) => {
    root.render(<Board {...{theme, rows, panels, height, mounted}} />);
  });
  // Charts and icons come a little later.
  await new Promise((settled) => setTimeout(settled, SETTLE_MS));
  panels.forEach(({key, report}) => {
    report.drawn = document.getElementById(key).innerText;
  });
  return {uid: board.uid, height, panels: panels.map(({report}) => report)};
};
