"use strict";
// What models and budgets cost: their rows, by where the joules were read.

const JOULES_PER_KWH = 3.6e6;
const joined = (source) => source.split("+");

// A row for each source, so that a simulated joule is never added to a measured one, with the calls
// of that source: sources of one call stand together, as in nvml+rapl. Calls of unknown energy stand
// with the others while there is one source, else in a row of their own.
function modelRows(now, { model, engine, operation }) {
  const call = { model, engine, operation };
  const used = all(now, "joulebook_call_energy_joules_count", call).map((s) => s.labels.source).sort();
  const unknown = sum(now, "joulebook_calls_unmeasured_total", call) ?? 0;
  if (used.length === 0) return [unknownRow(call, "", sum(now, "joulebook_calls_total", call))];
  if (used.length === 1) return [modelRow(now, call, used[0], used, unknown)];
  const rows = used.map((source) => modelRow(now, call, source, used, 0));
  return unknown > 0 ? [...rows, unknownRow(call, "energy not known", unknown)] : rows;
}

function modelRow(now, call, source, used, unknown) {
  const from = { ...call, source };
  const calls = sum(now, "joulebook_call_energy_joules_count", from);
  const more = grown("joulebook_call_energy_joules_sum", from);
  const moreCalls = grown("joulebook_call_energy_joules_count", from);
  const perCall = ratio(sum(now, "joulebook_call_energy_joules_sum", from), calls);
  const grid = sum(now, "joulebook_grid_intensity_grams_per_kwh");
  const pue = sum(now, "joulebook_pue_ratio") ?? 1;
  const grams = perCall === null || grid === null ? null : (perCall / JOULES_PER_KWH) * grid * pue;
  return [
    modelHeading(call, source),
    number(count(calls + unknown)),
    number(moreCalls === 0 ? "no calls" : recent(figure(ratio(more, moreCalls), "J"))),
    number(figure(perCall, "J")),
    number(recent(figure(rate("joulebook_call_energy_joules_sum", from), "W"))),
    number(figure(grams, "g")),
    number(figure(gramsSoFar(now, call, source, used), "g")),
  ];
}

function unknownRow(call, why, calls) {
  const more = grown("joulebook_calls_unmeasured_total", call) ?? 0;
  const window = more === 0 ? "no calls" : "not known";
  const unknown = Array.from({ length: 4 }, () => number("not known"));
  return [modelHeading(call, why), number(count(calls)), number(recent(window)), ...unknown];
}

function modelHeading({ model, engine, operation }, source) {
  return heading(model, [engine, operation, source].filter(Boolean).join(" "));
}

// Grams are counted by single sources: which row has those of a source that two rows share is not known.
function gramsSoFar(now, call, source, used) {
  const shared = used.some((other) => other !== source && joined(other).some((s) => joined(source).includes(s)));
  const parts = joined(source).map((each) =>
    sum(now, "joulebook_co2e_grams_total", { ...call, source: each, kind: "operational" }));
  return shared || parts.includes(null) ? null : parts.reduce((total, grams) => total + grams, 0);
}

// A row for each source that was judged: a verdict on simulated joules is none on measured ones. The
// limit of a day is on all of them together.
function budgetRows(now, limit, unit) {
  const { budget } = limit.labels;
  const verdicts = all(now, "joulebook_budget_calls_total", { budget }).filter((s) => s.value > 0);
  const judged = [...new Set(verdicts.map((s) => s.labels.source))].sort();
  return (judged.length === 0 ? [""] : judged).map((source) => budgetRow(now, limit, unit, source));
}

// A day's budget is written in kWh, and so it is shown.
const kwh = (joules) => figure(joules / JOULES_PER_KWH, "kWh");

function budgetRow(now, limit, unit, source) {
  const { budget, per } = limit.labels;
  const calls = (verdict) => sum(now, "joulebook_budget_calls_total", { budget, source, verdict }) ?? 0;
  const within = calls("within");
  const over = calls("over");
  const objective = sum(now, "joulebook_budget_objective_ratio", { budget });
  const part = ratio(over, within + over);
  let state = "no call judged";
  let bad = false;
  if (per === "day") {
    const spent = sum(now, "joulebook_budget_day_joules", { budget }) ?? 0;
    bad = spent > limit.value;
    state = `${figure((100 * spent) / limit.value, "%")} of today (UTC) used`;
  } else if (part !== null) {
    bad = objective !== null && Math.round(1e6 * part) > Math.round(1e6 * (1 - objective));
    state = `${figure(100 * part, "%")} over since start; ${figure(100 * (1 - objective), "%")} allowed`;
  }
  return [
    heading(budget, source),
    number(`${per === "day" ? kwh(limit.value) : figure(limit.value, unit)} per ${per.replace("_", " ")}`),
    number(count(within)),
    number(count(over)),
    element("td", (bad ? "Over: " : "") + state, bad ? "bad" : ""),
  ];
}
