// Parses PromQL, and checks its types, as the user interface of Prometheus 3 does before it asks the
// server. Writes what is wrong with each expression, as {"name": ["fault", ...]}.
//
//   node promql.mjs --in FILE --out FILE     FILE: {"name": "expression", ...}
import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {build} from 'esbuild';

const HERE = path.dirname(fileURLToPath(import.meta.url));

const {values: options} = parseArgs({options: {in: {type: 'string'}, out: {type: 'string'}}});

// Its files name each other in a way that bundlers understand, and node does not.
async function bundled(file) {
  const {outputFiles} = await build({
    entryPoints: [path.join(HERE, file)],
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const {faults} = await bundled('src/promql.js');
const expressions = Object.entries(JSON.parse(await readFile(options.in, 'utf8')));
const found = Object.fromEntries(expressions.map(([name, expression]) => [name, faults(expression)]));
await writeFile(options.out, JSON.stringify(found));
