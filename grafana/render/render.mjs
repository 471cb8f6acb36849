// Draws dashboards from a live Prometheus, in Chromium with Grafana's own components: one picture
// each, and one report.json of what was asked, answered and drawn. It judges nothing: the tests do.
//
//   node render.mjs --boards DIR --out DIR --prometheus URL --from MS --to MS
//       [--step S] [--rate S] [--light NAME] [--small] [--chromium PROGRAM]
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {chromium} from 'playwright-core';
import UPNG from 'upng-js';
import {bundle, serve} from './serve.mjs';

const WIDTH = 1400;
const PATIENCE_MS = 60_000;
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const {values: options} = parseArgs({
  options: {
    boards: {type: 'string'},
    out: {type: 'string'},
    prometheus: {type: 'string'},
    from: {type: 'string'},
    to: {type: 'string'},
    step: {type: 'string', default: '1'},
    rate: {type: 'string', default: '10'},
    light: {type: 'string', default: ''},
    small: {type: 'boolean', default: false},
    chromium: {type: 'string', default: '/usr/bin/chromium'},
  },
});

/** A page that can draw, and what it complains of. */
async function open(browser, address) {
  const page = await browser.newPage({viewport: {width: WIDTH, height: 800}, locale: 'en-GB', timezoneId: 'UTC'});
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') {
      complaints.push(`${message.text()} ${message.location().url}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(error.stack));
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(address);
  return {page, complaints};
}

async function draw({page, complaints}, name, mode) {
  const began = Date.now();
  const [from, to, step, rate] = [options.from, options.to, options.step, options.rate].map(Number);
  const asked = page.evaluate((what) => window.draw(what), {name, mode, from, to, step, rate});
  const report = await withinReason(asked, name).catch((error) => ({panels: [], broken: error.stack}));
  await page.setViewportSize({width: WIDTH, height: report.height ?? 800});
  const picture = await page.screenshot();
  const suffix = mode === 'dark' ? '' : `-${mode}`;
  await writeFile(path.join(options.out, `${name}${suffix}.png`), options.small ? small(picture) : picture);
  console.log(`${name}, ${mode}: ${Date.now() - began} ms`);
  return {name, theme: mode, console: complaints.splice(0), ...report};
}

async function withinReason(promise, name) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`${name}: not drawn in ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Of 256 colours: a third of the size, and hardly to be told apart.
function small(png) {
  const image = UPNG.decode(png);
  return Buffer.from(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, 256));
}

async function main() {
  await mkdir(options.out, {recursive: true});
  const names = (await readdir(options.boards)).filter((file) => file.endsWith('.json')).sort();
  const boards = Object.fromEntries(
    await Promise.all(
      names.map(async (file) => [file.slice(0, -5), await readFile(path.join(options.boards, file), 'utf8')]),
    ),
  );
  const code = await bundle();
  const {address, close} = await serve(code, boards, options.prometheus);
  const browser = await chromium.launch({executablePath: options.chromium, args: SWITCHES});
  try {
    const opened = await open(browser, address);
    const drawn = [];
    for (const name of Object.keys(boards)) {
      drawn.push(await draw(opened, name, 'dark'));
    }
    if (options.light) {
      drawn.push(await draw(opened, options.light, 'light'));
    }
    await writeFile(path.join(options.out, 'report.json'), JSON.stringify(drawn, null, 1));
  } finally {
    await browser.close();
    close();
  }
}

await main();
