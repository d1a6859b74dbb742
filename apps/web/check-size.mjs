/**
 * Measures the JavaScript of the built client (dist/web), gzip level 9, and fails over the limits.
 * First page: what a visitor without a session loads, texts included.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'));

/** A chunk and everything it imports at once. */
function withImports(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key].imports ?? []) withImports(next, found);
  return found;
}

function kilobytes(keys, known = []) {
  const there = new Set(known.flatMap((key) => [...withImports(key)]));
  const chunks = new Set(keys.flatMap((key) => [...withImports(key)]).filter((key) => !there.has(key)));
  const files = [...chunks].map((key) => dist + manifest[key].file).filter((file) => file.endsWith('.js'));
  return files.reduce((sum, file) => sum + statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size, 0) / 1000;
}

const texts = (...namespaces) => namespaces.map((namespace) => `src/i18n/fi/${namespace}.json`);
const first = ['index.html', ...texts('components', 'errors', 'signIn')];
const signedIn = [...first, 'src/app/signed-in.tsx', ...texts('common')];
const pages = [
  { name: 'first page', limit: 110, chunks: first },
  { name: 'home, signed in', limit: 150, chunks: [...signedIn, 'src/features/home/own.tsx', ...texts('home')] },
  // What a meeting costs on top, the media library included; nobody else pays for it.
  { name: 'meeting, on top', limit: 260, known: signedIn, chunks: ['src/features/meeting/meeting-page.tsx', '../../node_modules/livekit-client/dist/livekit-client.esm.mjs', ...texts('meeting', 'cases')] },
];

let failed = false;
for (const { name, limit, chunks, known } of pages) {
  const size = kilobytes(chunks, known);
  failed ||= size > limit;
  console.log(`${name}: ${size.toFixed(1)} kB gz (at most ${limit})${size > limit ? '  TOO MUCH' : ''}`);
}
const script = Object.values(manifest).map(({ file }) => file).filter((file) => file.endsWith('.js'));
const withZod = script.filter((file) => readFileSync(dist + file, 'utf8').includes('ZodError'));
if (withZod.length > 0) console.error(`zod got into ${withZod.join(', ')}`);
process.exit(failed || withZod.length > 0 ? 1 : 0);
