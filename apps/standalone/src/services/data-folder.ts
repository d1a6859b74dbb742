import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where one copy of Neuvo keeps its database, its generated secrets and its process files. */
export interface DataFolder {
  readonly path: string;
  /** A random text of 48 hexadecimal digits, made at the first call for this name and kept from then on. */
  secret(name: string): string;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** True when every other user may pass through all folders above and including `path`. */
export function isTraversable(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const mode = statSync(folder, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && (mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * Opens (and makes) the data folder. As root PostgreSQL runs as another user, who cannot pass through e.g. /root:
 * then the folder lies in /var/lib/neuvo, under the hash of the wanted path, so that each clone keeps its own.
 */
export function openDataFolder(wanted: string): DataFolder {
  const path = isRoot() && !isTraversable(dirname(resolve(wanted))) ? folderOutside(resolve(wanted)) : resolve(wanted);
  mkdirSync(path, { recursive: true });
  chmodSync(path, isRoot() ? 0o711 : 0o700);
  return { path, secret: (name) => readOrMakeSecret(join(path, 'secrets.json'), name) };
}

function folderOutside(wanted: string): string {
  mkdirSync('/var/lib/neuvo', { recursive: true, mode: 0o755 });
  return join('/var/lib/neuvo', createHash('sha256').update(wanted).digest('hex').slice(0, 16));
}

function readOrMakeSecret(file: string, name: string): string {
  const secrets = readSecrets(file);
  const known = secrets[name];
  if (known !== undefined) return known;
  const made = randomBytes(24).toString('hex');
  writeFileSync(`${file}.new`, JSON.stringify({ ...secrets, [name]: made }, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

function readSecrets(file: string): Record<string, string> {
  if (!statSync(file, { throwIfNoEntry: false })) return {};
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}
