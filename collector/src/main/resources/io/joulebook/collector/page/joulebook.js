"use strict";
// Reads /metrics every few seconds and shows what this JVM's models cost. What is not known is
// left out or said to be so, never shown as 0.

const EVERY_MS = 5000;
const FIRST_MS = 1000;
const WINDOW_MS = 30000;
const scrapes = [];
let timer = 0;

// By how much a sum grew over the window; null if it is not known, or a restart is in between.
function grown(name, labels = {}) {
  const first = scrapes[0];
  const last = scrapes[scrapes.length - 1];
  const after = sum(last.samples, name, labels);
  if (first === last || after === null) return null;
  const more = after - (sum(first.samples, name, labels) ?? 0);
  return more < 0 ? null : more;
}

function seconds() {
  return (scrapes[scrapes.length - 1].at - scrapes[0].at) / 1000;
}

// The time that the readings span so far, as it is said: the window is not full at first.
function lastSeconds() {
  return `last ${Math.max(1, Math.round(seconds()))} s`;
}

function rate(name, labels) {
  const more = grown(name, labels);
  return more === null ? null : more / seconds();
}

function ratio(a, b) {
  return a === null || b === null || b <= 0 ? null : a / b;
}

// What is compared with an earlier reading: at first there is none.
function recent(text) {
  return scrapes.length < 2 ? "one moment" : text;
}

// ---- what is shown

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

function fill(table, rows, none) {
  const body = byId(table).tBodies[0];
  const titles = [...byId(table).tHead.rows[0].cells].map((cell) => cell.textContent);
  const made = rows.map((cells) => {
    const row = element("tr");
    row.append(...cells);
    // Where the screen is narrow each cell says by itself what it is.
    cells.forEach((cell, i) => { cell.dataset.title = titles[i]; });
    return row;
  });
  if (made.length === 0) {
    const cell = element("td", none);
    cell.colSpan = byId(table).tHead.rows[0].cells.length;
    const row = element("tr");
    row.append(cell);
    made.push(row);
  }
  body.replaceChildren(...made);
}

function heading(text, more) {
  const cell = element("th", text);
  cell.scope = "row";
  if (more) cell.append(element("div", more, "small"));
  return cell;
}

const number = (text, className) => element("td", text, `n ${className || ""}`.trim());

function sources(now) {
  const found = new Set(all(now, "joulebook_measured_joules_total").map((s) => s.labels.source));
  return [...found].sort();
}

function showSource(now) {
  const found = sources(now);
  const invented = found.filter((s) => s === "simulated" || s === "estimate");
  const place = byId("source");
  place.hidden = false;
  place.className = invented.length === 0 && found.length > 0 ? "measured" : "";
  if (found.length === 0) {
    place.textContent = "No energy is measured in this JVM: joules are not known.";
  } else if (invented.length > 0) {
    const how = invented.join(" and ").replace("estimate", "estimated");
    place.textContent =
      invented.length === found.length
        ? `Not measured: the joules below are ${how}.`
        : `Not all measured: joules whose source is ${invented.join(" or ")} are ${how}.`;
  } else {
    place.textContent = `Measured by ${found.join(", ")}.`;
  }
}

// Engines whose calls are missing below, and rules that match none of them.
function showGaps(now) {
  const engines = all(now, "joulebook_engine_seen", { state: "not_metered" })
    .map((s) => s.labels.engine);
  const rules = all(now, "joulebook_rule_unmatched")
    .filter((s) => s.value === 1)
    .map((s) => `${s.labels.kind.replace("_", " ")} ${s.labels.rule}`);
  const lines = [];
  if (engines.length > 0) lines.push(`Used in this JVM and not metered: ${engines.sort().join(", ")}.`);
  if (rules.length > 0) lines.push(`No call has matched: ${rules.sort().join(", ")}.`);
  byId("gaps").hidden = lines.length === 0;
  byId("gaps").textContent = lines.join(" ");
}

function showFigures(now) {
  const grid = all(now, "joulebook_grid_intensity_grams_per_kwh")[0];
  const pending = sum(now, "joulebook_pending_joules");
  const unpriced = sum(now, "joulebook_unpriced_joules_total");
  const figures = [[`Calls per second, ${lastSeconds()}`, recent(figure(rate("joulebook_calls_total")))]];
  for (const source of sources(now)) {
    const grams = sum(now, "joulebook_device_co2e_grams_total", { source });
    figures.push(
      [`Power, ${lastSeconds()} (${source})`, recent(figure(rate("joulebook_measured_joules_total", { source }), "W"))],
      [`CO₂e of all energy so far (${source})`, figure(grams, "g")]);
  }
  figures.push(
    [
      grid ? `Grid of ${grid.labels.zone}, ${grid.labels.tier}` : "Grid intensity",
      grid ? figure(grid.value, "g/kWh") : "not known",
    ]);
  if (pending) figures.push(["Waits for its price", figure(pending, "J")]);
  if (unpriced) figures.push(["Without a price", figure(unpriced, "J")]);
  byId("figures").replaceChildren(
    ...figures.map(([name, text]) => {
      const box = element("div");
      box.append(element("dt", name), element("dd", text));
      return box;
    }));
}

function showModels(now) {
  const seen = all(now, "joulebook_calls_total", { outcome: "ok" }).map((s) => s.labels);
  fill("models", seen.flatMap((labels) => modelRows(now, labels)), "No call has been settled yet.");
}

function showBudgets(now) {
  const rows = [
    ...all(now, "joulebook_budget_limit_joules").flatMap((s) => budgetRows(now, s, "J")),
    ...all(now, "joulebook_budget_limit_grams").flatMap((s) => budgetRows(now, s, "g")),
  ];
  byId("budgets-part").hidden = rows.length === 0;
  fill("budgets", rows, "");
}

function showBooks(now) {
  const residual = all(now, "joulebook_ledger_residual_joules").map((s) => Math.abs(s.value));
  const worst = residual.length === 0 ? null : Math.max(...residual);
  const balance = byId("balance");
  balance.className = worst === 0 ? "good" : worst === null ? "" : "bad";
  balance.textContent =
    worst === null
      ? "Nothing has been measured yet."
      : worst === 0
        ? "The books balance: the accounts add up to what was measured."
        : `The books do not balance: ${figure(worst, "J")} are in no account.`;
  const rows = all(now, "joulebook_energy_joules_total").map(({ labels, value }) => {
    const measured = sum(now, "joulebook_measured_joules_total", { device: labels.device });
    const part = ratio(100 * value, measured);
    return [
      heading(labels.device, labels.source),
      element("td", labels.account.replace("_", " ")),
      number(figure(value, "J")),
      number(figure(part, "%")),
    ];
  });
  fill("books", rows, "Nothing has been measured yet.");
}

function show() {
  const now = scrapes[scrapes.length - 1].samples;
  document.querySelectorAll(".window").forEach((place) => { place.textContent = lastSeconds(); });
  showSource(now);
  showGaps(now);
  showFigures(now);
  showModels(now);
  showBudgets(now);
  showBooks(now);
  const build = all(now, "joulebook_build_info")[0];
  byId("build").textContent = build ? `version ${build.labels.version}` : "";
  byId("state").textContent = `Read at ${new Date().toLocaleTimeString()}`;
}

// ---- reading again and again

// After a pause, a sleep or a restart of the JVM the earlier readings say nothing of now.
function isAnotherTime(at, samples) {
  const last = scrapes[scrapes.length - 1];
  const started = (read) => sum(read, "process_start_time_seconds");
  return (
    last !== undefined &&
    (at < last.at || at - last.at > WINDOW_MS || started(samples) !== started(last.samples)));
}

// An alert is read out each time that it is written, so only what is new is written.
function alertOf(text) {
  const place = byId("trouble");
  if (place.textContent !== text) place.textContent = text;
  place.hidden = false;
}

async function read() {
  try {
    const answer = await fetch("metrics", { headers: { Accept: "text/plain" }, cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const at = Date.now();
    const samples = parse(await answer.text());
    if (isAnotherTime(at, samples)) scrapes.length = 0;
    scrapes.push({ at, samples });
    while (scrapes.length > 2 && at - scrapes[1].at >= WINDOW_MS) scrapes.shift();
    byId("trouble").hidden = true;
    show();
  } catch (failure) {
    alertOf(`The metrics cannot be read (${failure.message}). Is the JVM still running? The figures below are old.`);
  }
}

let turn = 0;

async function again() {
  const mine = ++turn;
  await read();
  const paused = byId("pause").getAttribute("aria-pressed") === "true";
  const pause = scrapes.length < 2 ? FIRST_MS : EVERY_MS;
  if (mine === turn && !paused) timer = setTimeout(again, pause);
}

byId("pause").addEventListener("click", () => {
  const paused = byId("pause").getAttribute("aria-pressed") === "false";
  byId("pause").setAttribute("aria-pressed", String(paused));
  clearTimeout(timer);
  if (!paused) again();
});
again();
