import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const outDir = here('../../dist/web');
const api = process.env.NEUVO_API ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: here('.'),
  // By the names that React Aria's strings have: it has no en-GB, and takes en-US for it.
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['fi-FI', 'sv-SE', 'en-US'] }), enforce: 'pre' }, precompress()],
  resolve: { alias: { '@app/contracts': here('../../libs/contracts/src/index.ts') } },
  json: { namedExports: false },
  worker: { format: 'es' },
  // The server takes writes from its own origin only, so the proxy speaks as the server's own page.
  server: { proxy: { '/api': { target: api, headers: { origin: api } }, '/socket.io': { target: api, ws: true, headers: { origin: api } } } },
  build: {
    outDir,
    emptyOutDir: true,
    manifest: true,
    // light-dark() in tokens.css is kept as written from these on.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // The contracts only declare things: what the client does not use (above all zod) stays out of the pages.
    rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /libs[\\/]contracts[\\/]|[\\/]zod[\\/]/, sideEffects: false }] } },
  },
});

/** Writes .gz and .br beside every text file, so that the server never compresses per request. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    closeBundle() {
      for (const entry of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
        const file = join(outDir, entry);
        if (!/\.(js|css|html|svg|json)$/.test(file) || statSync(file).size < 1_024) continue;
        const content = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
    },
  };
}
