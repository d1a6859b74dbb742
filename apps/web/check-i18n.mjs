/**
 * Fails when the three languages differ in keys or placeholders, when a text is empty, or when a key is used nowhere.
 * A key made with a variable part, such as t(`kind.${kind}`), counts as a use of everything that fits it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('./src', import.meta.url));
const languages = ['fi', 'sv', 'en'];
const plural = /_(zero|one|two|few|many|other)$/;
const problems = [];

function flatten(texts, prefix = '') {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

function readNamespaces(language) {
  const folder = join(src, 'i18n', language);
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file.replace('.json', ''), new Map(flatten(JSON.parse(readFileSync(join(folder, file), 'utf8'))))]),
  );
}

const placeholders = (text) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort().join(',');

const all = Object.fromEntries(languages.map((language) => [language, readNamespaces(language)]));
for (const language of languages) {
  for (const namespace of Object.keys({ ...all.fi, ...all[language] })) {
    const own = all[language][namespace] ?? new Map();
    const finnish = all.fi[namespace] ?? new Map();
    for (const key of finnish.keys()) if (!own.has(key)) problems.push(`${language}/${namespace}: ${key} is missing`);
    for (const [key, text] of own) {
      if (!finnish.has(key)) problems.push(`${language}/${namespace}: ${key} is not in Finnish`);
      else if (placeholders(text) !== placeholders(finnish.get(key))) problems.push(`${language}/${namespace}: ${key} has other placeholders`);
      if (text.trim() === '') problems.push(`${language}/${namespace}: ${key} is empty`);
    }
  }
}

const code = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('i18n/'))
  .map((file) => readFileSync(join(src, file), 'utf8'))
  .join('\n');
const literals = new Set([...code.matchAll(/'([\w.-]+)'/g)].map(([, key]) => key));
const patterns = [...code.matchAll(/`((?:[\w.-]|\$\{[^}`]*\})*\.(?:[\w.-]|\$\{[^}`]*\})*)`/g)]
  .filter(([, template]) => template.includes('${'))
  .map(([, template]) => new RegExp(`^${template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.')).join('[\\w-]+')}$`));
for (const [namespace, texts] of Object.entries(all.fi)) {
  // Every code of the server has its text; the compiler sees to that.
  if (namespace === 'errors') continue;
  for (const key of texts.keys()) {
    const used = key.replace(plural, '');
    if (!literals.has(used) && !patterns.some((pattern) => pattern.test(used))) problems.push(`fi/${namespace}: ${key} is used nowhere`);
  }
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`i18n: ${languages.join(', ')} complete`);
