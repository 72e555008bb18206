// Adds up what a page loads before it is usable, from the Vite manifest, as gzip -9 bytes.
// Rows are in budgets.json; the limits are design decisions and change only by an ADR.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Every file a set of manifest entries loads at once: static imports and their styles. */
export function closure(manifest, keys) {
  const seen = new Set();
  const files = { js: new Set(), css: new Set() };
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (!chunk) throw new Error(`not in the manifest: ${key}`);
    if (chunk.file.endsWith('.js')) files.js.add(chunk.file);
    for (const sheet of chunk.css ?? []) files.css.add(sheet);
    for (const next of chunk.imports ?? []) visit(next);
  };
  keys.forEach(visit);
  return files;
}

/** A route that is part of the entry has no chunk of its own and costs nothing beside it. */
export function measure(row, readManifest, readAsset) {
  const manifest = readManifest(row.app);
  const routes = (row.routes ?? []).filter((route) => manifest[route]);
  const files = closure(manifest, ['index.html', ...routes]);
  const size = (names) =>
    [...names].reduce((sum, name) => sum + gzipSync(readAsset(row.app, name), { level: 9 }).length, 0);
  return {
    js: size(files.js) / 1024,
    css: size(files.css) / 1024,
    requests: 1 + files.js.size + files.css.size + (row.calls ?? 0),
  };
}

/** `beyond` subtracts what another row already loaded (a lazy part with its own budget). */
export function judge(rows, readManifest, readAsset) {
  const measured = new Map();
  return rows.map((row) => {
    const total = measure(row, readManifest, readAsset);
    measured.set(row.name, total);
    const before = row.beyond ? measured.get(row.beyond) : undefined;
    if (row.beyond && !before) throw new Error(`${row.name} stands before ${row.beyond}`);
    const own = before ? { ...total, js: total.js - before.js, css: total.css - before.css } : total;
    const over = Object.keys(row.limits).filter((key) => own[key] > row.limits[key]);
    return { row, own, over };
  });
}

function print(results) {
  const cell = (own, limit, digits) =>
    `${own.toFixed(digits)}${limit === undefined ? '' : ` / ${limit}`}`.padStart(14);
  console.log(`${'page'.padEnd(28)}${'JS KiB'.padStart(14)}${'CSS KiB'.padStart(14)}${'requests'.padStart(14)}`);
  for (const { row, own, over } of results) {
    const line = [cell(own.js, row.limits.js, 1), cell(own.css, row.limits.css, 1), cell(own.requests, row.limits.requests, 0)];
    console.log(row.name.padEnd(28) + line.join('') + (over.length ? `  OVER: ${over.join(', ')}` : ''));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = (app) => join(ROOT, 'apps', app, 'dist');
  const results = judge(
    JSON.parse(readFileSync(join(ROOT, 'budgets.json'), 'utf8')),
    (app) => JSON.parse(readFileSync(join(dist(app), '.vite/manifest.json'), 'utf8')),
    (app, name) => readFileSync(join(dist(app), name)),
  );
  print(results);
  process.exitCode = results.some(({ over }) => over.length) ? 1 : 0;
}
