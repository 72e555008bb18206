// Lays a .gz beside every text file of the builds: the server sends it as it lies there.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const APPS = fileURLToPath(new URL('../apps/', import.meta.url));
const TEXT = /\.(?:js|css|svg|json|webmanifest)$/;
const LEAST_BYTES = 300;

for (const app of process.argv.slice(2)) {
  const dist = join(APPS, app, 'dist');
  for (const name of readdirSync(dist, { recursive: true })) {
    if (!TEXT.test(name)) continue;
    const plain = readFileSync(join(dist, name));
    const small = gzipSync(plain, { level: 9 });
    if (plain.length > LEAST_BYTES && small.length < plain.length) writeFileSync(join(dist, `${name}.gz`), small);
  }
}
