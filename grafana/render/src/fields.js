// Grafana's own transformations, overrides and display values, set up as its application does.
import {
  applyFieldOverrides,
  FieldConfigOptionsRegistry,
  getValueFormats,
  identityOverrideProcessor,
  standardTransformers,
  standardTransformersRegistry,
  transformDataFrame,
} from '@grafana/data';
import {lastValueFrom} from 'rxjs';

const PLAIN = [
  'unit',
  'min',
  'max',
  'decimals',
  'displayName',
  'color',
  'thresholds',
  'mappings',
  'noValue',
  'links',
];
// The panel's own options are known from the panel itself: that they are right, its schema says.
function registryOf({fieldConfig: {defaults, overrides}}) {
  const ids = overrides.flatMap(({properties}) => properties.map(({id}) => id));
  const custom = new Set([
    ...Object.keys(defaults.custom ?? {}),
    ...ids.filter((id) => id.startsWith('custom.')).map((id) => id.slice('custom.'.length)),
  ]);
  return new FieldConfigOptionsRegistry(() => [
    ...PLAIN.map((id) => option(id, id, false)),
    ...[...custom].map((id) => option(`custom.${id}`, id, true)),
  ]);
}

function option(id, path, isCustom) {
  return {id, path, name: id, isCustom, process: identityOverrideProcessor, shouldApply: () => true};
}

standardTransformersRegistry.setInit(() =>
  Object.values(standardTransformers)
    .filter((one, i, all) => one?.id && all.findIndex((other) => other?.id === one.id) === i)
    .map((one) => ({id: one.id, name: one.name, editor: () => null, transformation: async () => one})),
);

/** The frames as the panel's transformations and field options make them. */
export async function configured(panel, frames, theme, put, time) {
  const transformed = panel.transformations
    ? await lastValueFrom(transformDataFrame(panel.transformations, frames))
    : frames;
  return applyFieldOverrides({
    data: transformed,
    fieldConfig: structuredClone(panel.fieldConfig),
    fieldConfigRegistry: registryOf(panel),
    replaceVariables: put,
    theme,
    timeZone: time.zone,
  });
}

const KNOWN = new Set(getValueFormats().flatMap(({submenu}) => submenu.map(({value}) => value)));
const FREE = /^(suffix:|prefix:|si:)\s*\S/;

/** The units of the panel that Grafana does not know: it would write their names after numbers. */
export function unknownUnits(panel) {
  const {defaults, overrides} = panel.fieldConfig;
  const own = [defaults.unit, panel.options?.yAxis?.unit, panel.options?.cellValues?.unit];
  const others = overrides
    .flatMap(({properties}) => properties)
    .filter(({id}) => id === 'unit')
    .map(({value}) => value);
  return [...own, ...others].filter((unit) => unit && !KNOWN.has(unit) && !FREE.test(unit));
}
