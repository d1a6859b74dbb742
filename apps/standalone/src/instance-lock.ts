import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf } from './services/processes.js';
import { StartError } from './settings.js';

const fileName = 'standalone.json';

/**
 * One running copy for each data folder.
 * @throws {StartError} when another one runs; a file whose process is gone, or is another program by now, is what a kill −9 left
 */
export function refuseSecondInstance(folder: string): void {
  const other = readLock(join(folder, fileName));
  if (!other || other.pid === process.pid || !commandOf(other.pid)?.includes('standalone')) return;
  throw new StartError(
    `Neuvo runs from this folder already: ${other.url} (process ${other.pid}).\nStop it first, or start a second copy beside it with NEUVO_DATA_DIR=<another folder>.`,
  );
}

/** Takes the data folder for this process; returns what gives it free again. */
export function lockInstance(folder: string, url: string): () => void {
  const file = join(folder, fileName);
  writeFileSync(file, JSON.stringify({ pid: process.pid, url }));
  return () => rmSync(file, { force: true });
}

function readLock(file: string): { pid: number; url: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { pid: number; url: string };
  } catch {
    return undefined;
  }
}
