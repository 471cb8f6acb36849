// Opens the agent's page for people in Chromium: light, dark and on a narrow screen, with a picture
// each; presses its button; and writes page.json of what it says and of what is wrong with it for
// people who cannot see it well. It judges nothing: the tests do.
//
//   node page.mjs --url URL --out DIR [--chromium PROGRAM]
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {chromium} from 'playwright-core';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const VIEWS = [
  {name: 'page', colorScheme: 'light', width: 1200},
  {name: 'page-dark', colorScheme: 'dark', width: 1200},
  {name: 'page-narrow', colorScheme: 'light', width: 360},
];

const {values: options} = parseArgs({
  options: {
    url: {type: 'string'},
    out: {type: 'string'},
    chromium: {type: 'string', default: '/usr/bin/chromium'},
  },
});

// What the page shows, as rows of cells.
function read() {
  const cells = (row) => [...row.cells].map((cell) => cell.innerText);
  const rows = (id) => [...document.getElementById(id).tBodies[0].rows].map(cells);
  return {
    source: document.getElementById('source').innerText,
    balance: document.getElementById('balance').innerText,
    trouble: document.getElementById('trouble').innerText,
    figures: [...document.querySelectorAll('dl div')].map((box) => box.innerText.split('\n')),
    models: rows('models'),
    budgets: rows('budgets'),
    books: rows('books'),
    background: getComputedStyle(document.body).backgroundColor,
    overflow: Math.max(...[document.documentElement, ...document.querySelectorAll('.scroll')]
      .map((part) => part.scrollWidth - part.clientWidth)),
  };
}

async function look(browser, {name, colorScheme, width}) {
  // The checker is put into the page, which its own policy would not allow.
  const context = await browser.newContext({
    colorScheme,
    viewport: {width, height: 900},
    locale: 'en-GB',
    bypassCSP: true,
  });
  const page = await context.newPage();
  const complaints = [];
  const asked = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.stack));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(options.url);
  await page.waitForFunction(() => document.querySelectorAll('#models tbody th').length > 0);
  await page.waitForFunction(() => !document.body.innerText.includes('one moment'));
  const shown = await page.evaluate(read);
  await page.screenshot({path: path.join(options.out, `${name}.png`), fullPage: true});
  await page.addScriptTag({content: AXE});
  const checked = await page.evaluate(() => window.axe.run());
  const barriers = checked.violations.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const pressed = await page.evaluate(() => [document.activeElement.id, document.activeElement.ariaPressed]);
  await context.close();
  return {name, ...shown, complaints, asked: [...new Set(asked)], barriers, checks: checked.passes.length, pressed};
}

// With the page's own policy in force: does anything that it needs offend against it?
async function underPolicy(browser) {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(options.url);
  await page.waitForFunction(() => document.querySelectorAll('#models tbody th').length > 0);
  await page.route('**/metrics', (route) => route.abort());
  await page.getByRole('button').click();
  await page.getByRole('button').click();
  await page.waitForFunction(() => !document.getElementById('trouble').hidden);
  const trouble = await page.evaluate(() => document.getElementById('trouble').innerText);
  const rewritten = await whileItGoesOn(page);
  await page.close();
  return {complaints, trouble, rewritten};
}

// How often the alert is written anew while the same trouble goes on: each time it would be read out.
async function whileItGoesOn(page) {
  await page.evaluate(() => {
    window.rewritten = 0;
    const alert = document.getElementById('trouble');
    const count = (changes) => (window.rewritten += changes.length);
    new MutationObserver(count).observe(alert, {childList: true, characterData: true, subtree: true, attributes: true});
  });
  for (let turn = 0; turn < 3; turn++) {
    const failed = page.waitForEvent('requestfailed');
    await page.getByRole('button').click();
    await page.getByRole('button').click();
    await failed;
  }
  return page.evaluate(() => window.rewritten);
}

await mkdir(options.out, {recursive: true});
const browser = await chromium.launch({executablePath: options.chromium, args: ['--no-sandbox', '--disable-gpu']});
try {
  const views = [];
  for (const view of VIEWS) {
    views.push(await look(browser, view));
  }
  const policy = await underPolicy(browser);
  await writeFile(path.join(options.out, 'page.json'), JSON.stringify({views, policy}, null, 1));
} finally {
  await browser.close();
}
