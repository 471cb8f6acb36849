// One panel, drawn with Grafana's own components; the heatmap apart, which is not published.
import {FieldType, getDisplayValueAlignmentFactors, getFieldDisplayValues, VizOrientation} from '@grafana/data';
import {BarGauge, BigValue, Table, TimeSeries, VizRepeater} from '@grafana/ui';
import {Heatmap} from './heatmap.jsx';

/** What fits the panel's type. */
export function Drawing(props) {
  const Type = {
    stat: Stat,
    bargauge: Bars,
    timeseries: Lines,
    table: Rows,
    heatmap: Heatmap,
  }[props.panel.type];
  if (!Type) {
    throw new Error(`no drawing of ${props.panel.type}`);
  }
  return <Type {...props} />;
}

/** Whether it says in its own words that there is nothing; the others cannot. */
export function saysItself({type}) {
  return type === 'stat' || type === 'bargauge';
}

/** The formatted values that a stat or a bar gauge shows. */
function displayed({panel, data, theme, put, time}) {
  return getFieldDisplayValues({
    fieldConfig: panel.fieldConfig,
    reduceOptions: panel.options.reduceOptions,
    replaceVariables: put,
    theme,
    data,
    sparkline: panel.options.graphMode === 'area',
    timeZone: time.zone,
  });
}

function Stat(props) {
  const {panel, theme, width, height} = props;
  const values = displayed(props);
  const {colorMode, graphMode, justifyMode, text, textMode, wideLayout} = panel.options;
  return (
    <VizRepeater
      source={{}}
      getValues={() => values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      orientation={VizOrientation.Auto}
      width={width}
      height={height}
      itemSpacing={3}
      renderCounter={0}
      autoGrid
      renderValue={({value, alignmentFactors, width: w, height: h, count}) => (
        <BigValue
          value={value.display}
          sparkline={value.sparkline}
          count={count}
          colorMode={colorMode}
          graphMode={graphMode}
          text={text}
          justifyMode={justifyMode}
          textMode={textMode}
          disableWideLayout={!wideLayout}
          alignmentFactors={alignmentFactors}
          width={w}
          height={h}
          theme={theme}
        />
      )}
    />
  );
}

function Bars(props) {
  const {panel, theme, width, height} = props;
  const values = displayed(props);
  const {displayMode, minVizHeight, maxVizHeight, namePlacement, showUnfilled, valueMode} = panel.options;
  return (
    <VizRepeater
      source={{}}
      getValues={() => values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      orientation={VizOrientation.Horizontal}
      width={width}
      height={height}
      itemSpacing={10}
      renderCounter={0}
      minVizHeight={minVizHeight}
      maxVizHeight={maxVizHeight}
      renderValue={({value, alignmentFactors, width: w, height: h}) => (
        <BarGauge
          value={value.display}
          field={value.field}
          display={value.view?.getFieldDisplayProcessor(value.colIndex)}
          orientation={VizOrientation.Horizontal}
          displayMode={displayMode}
          namePlacement={namePlacement}
          showUnfilled={showUnfilled}
          valueDisplayMode={valueMode}
          alignmentFactors={alignmentFactors}
          width={w}
          height={h}
          theme={theme}
        />
      )}
    />
  );
}

function Lines({panel, data, width, height, range, time}) {
  return (
    <TimeSeries
      frames={data}
      legend={panel.options.legend}
      options={panel.options}
      timeRange={range}
      timeZone={time.zone}
      width={width}
      height={height}
    />
  );
}

function Rows({panel, data, width, height}) {
  const frame = data[panel.options.frameIndex];
  return (
    <Table
      data={frame}
      width={width}
      height={height}
      initialSortBy={panel.options.sortBy}
      cellHeight={panel.options.cellHeight}
      columnMinWidth={60}
    />
  );
}

/** The texts that a panel shows, formatted as it formats them. */
export function texts(props) {
  const {panel, data} = props;
  if (saysItself(panel)) {
    return displayed(props).map(({display}) => words(display));
  }
  const fields = data.flatMap((frame) => frame.fields).filter(({type}) => type !== FieldType.time);
  return fields.flatMap((field) => {
    const values = panel.type === 'table' ? field.values : field.values.slice(-1);
    return values.map((value) => words(field.display(value)));
  });
}

function words({prefix = '', text, suffix = ''}) {
  return prefix + text + suffix;
}
