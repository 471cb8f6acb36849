// Holds manifests for the Prometheus Operator against its own resource definitions: the JSON Schemas in
// them, as @kubernetes-models/prometheus-operator compiles them with Ajv. They say of which type a field
// must be, what may be in it, and which ones must be there; they let fields pass that they do not know.
// Writes what is wrong with each, as {"name": ["fault", ...]}.
//
//   node manifests.mjs --in FILE --out FILE     FILE: {"name": manifest, ...}
import {readFile, writeFile} from 'node:fs/promises';
import {parseArgs} from 'node:util';
import * as known from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';

const {values: options} = parseArgs({options: {in: {type: 'string'}, out: {type: 'string'}}});

function faults(manifest) {
  const Kind = manifest.apiVersion === 'monitoring.coreos.com/v1' ? known[manifest.kind] : undefined;
  if (Kind === undefined) return [`no kind of the operator: ${manifest.apiVersion} ${manifest.kind}`];
  try {
    new Kind(manifest).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

const manifests = Object.entries(JSON.parse(await readFile(options.in, 'utf8')));
const found = Object.fromEntries(manifests.map(([name, manifest]) => [name, faults(manifest)]));
await writeFile(options.out, JSON.stringify(found));
