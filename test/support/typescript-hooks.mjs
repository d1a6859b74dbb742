import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';

// Node's module hooks for what runs outside of Jest: TypeScript through swc, `@app/…`, and `.js` that means `.ts`.
const root = new URL('../../', import.meta.url);
const options = JSON.parse(await readFile(new URL('.swcrc', root), 'utf8'));

export async function resolve(specifier, context, next) {
  // A thread is started by the name it has when it is built.
  const thread = specifier.endsWith('.thread.js') && specifier.startsWith(root.href) ? specifier.replace(/\.js$/, '.ts') : null;
  if (thread && existsSync(fileURLToPath(thread))) return next(thread, context);
  if (specifier.startsWith('@app/')) return next(new URL(`libs/${specifier.slice(5)}/src/index.ts`, root).href, context);
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(fileURLToPath(source))) return next(source.href, context);
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith(pathToFileURL('/').href) || !url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...options, filename, swcrc: false, sourceMaps: 'inline' });
  return { format: 'module', source: code, shortCircuit: true };
}
