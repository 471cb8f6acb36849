// Writes ../schemas: JSON Schemas of Grafana's classic dashboard and of the panels used here, from
// the TypeScript types that Grafana publishes. To be run again when the version of those changes:
//
//   npm ci --ignore-scripts && node schemas.mjs
import {mkdtemp, readFile, mkdir, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {createGenerator} from 'ts-json-schema-generator';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const SCHEMA = path.join(HERE, 'node_modules/@grafana/schema');
const TYPES = path.join(SCHEMA, 'dist/types/raw');
const PANELS = ['stat', 'bargauge', 'timeseries', 'table', 'heatmap'];
const LEFT_OUT = ['description', 'deprecated', '$comment'];

async function tsconfig() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'joulebook-schemas-'));
  const file = path.join(folder, 'tsconfig.json');
  const compilerOptions = {target: 'es2020', module: 'esnext', moduleResolution: 'bundler', strict: true, skipLibCheck: true};
  await writeFile(file, JSON.stringify({compilerOptions, files: []}));
  return file;
}

/** The schema without prose. */
function bare(node) {
  if (Array.isArray(node)) return node.map(bare);
  if (node === null || typeof node !== 'object') return node;
  const isNames = (key) => key === 'properties' || key === 'definitions';
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !LEFT_OUT.includes(key) || typeof value === 'object')
      .map(([key, value]) => [
        key,
        isNames(key) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bare(one)])) : bare(value),
      ]),
  );
}

/** One definition a line, so that a change of version can be read. */
function lines({definitions, ...rest}, comment) {
  const head = Object.entries({$comment: comment, ...rest}).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const body = Object.entries(definitions).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${head.join(',\n')},\n"definitions": {\n${body.join(',\n')}\n}\n}\n`;
}

async function main() {
  const {version} = JSON.parse(await readFile(path.join(SCHEMA, 'package.json'), 'utf8'));
  const comment = `Made by render/schemas.mjs from @grafana/schema ${version}, Copyright Grafana Labs, Apache License 2.0.`;
  const out = path.join(HERE, '../schemas');
  await mkdir(out, {recursive: true});
  const config = await tsconfig();
  const write = async (name, file, type) => {
    const generator = createGenerator({path: path.join(TYPES, file), tsconfig: config, type, skipTypeCheck: true});
    await writeFile(path.join(out, `${name}.json`), lines(bare(generator.createSchema(type)), comment));
  };
  await write('dashboard', 'dashboard/x/types.gen.d.ts', 'Dashboard');
  for (const panel of PANELS) {
    const file = `composable/${panel}/panelcfg/x/types.gen.d.ts`;
    await write(`${panel}-options`, file, 'Options');
    if ((await readFile(path.join(TYPES, file), 'utf8')).includes('interface FieldConfig')) {
      await write(`${panel}-custom`, file, 'FieldConfig');
    }
  }
}

await main();
