"use strict";
// Reads the text format of Prometheus, and writes its values for people.

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES = { n: "\n", "\\": "\\", '"': '"' };

function parse(text) {
  const samples = new Map();
  for (const line of text.split("\n")) {
    const found = /^(joulebook_|process_start_time)/.test(line) ? SAMPLE.exec(line) : null;
    if (found) {
      const labels = {};
      for (const [, name, value] of (found[2] || "").matchAll(LABEL)) {
        labels[name] = value.replace(/\\(.)/g, (all, c) => ESCAPES[c] ?? all);
      }
      if (!samples.has(found[1])) samples.set(found[1], []);
      samples.get(found[1]).push({ labels, value: Number(found[3]) });
    }
  }
  return samples;
}

function all(samples, name, labels = {}) {
  const wanted = Object.entries(labels);
  return (samples.get(name) || []).filter((s) => wanted.every(([k, v]) => s.labels[k] === v));
}

// The sum of the series, or null if there is none.
function sum(samples, name, labels = {}) {
  const found = all(samples, name, labels);
  return found.length === 0 ? null : found.reduce((total, s) => total + s.value, 0);
}

const PREFIXES = [[1e6, "M"], [1e3, "k"], [1, ""], [1e-3, "m"], [1e-6, "µ"], [1e-9, "n"]];

// Four digits; joules, watts and grams with the prefix that suits them.
function figure(value, unit) {
  if (value === null) return "not known";
  const digits = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  if (!["J", "W", "g"].includes(unit)) return digits.format(value) + (unit ? ` ${unit}` : "");
  const fits = PREFIXES.find(([size]) => Math.abs(value) >= size);
  const [size, prefix] = fits || [1, ""];
  return `${digits.format(value / size)} ${prefix}${unit}`;
}

function count(value) {
  return value === null ? "not known" : new Intl.NumberFormat("en").format(value);
}

