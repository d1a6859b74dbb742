import { hash, verify } from '@node-rs/argon2';

/** OWASP minimum for Argon2id: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const atOnce = 2;
const waiting: (() => void)[] = [];
let running = 0;
let decoy: Promise<string> | null = null;

/** Argon2id hash of a password, for storage. */
export function hashPassword(password: string): Promise<string> {
  return oneOfFew(() => hash(password, options));
}

/** Whether the password fits; takes as long for a person without a password as for anybody else. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const reference = stored ?? (await (decoy ??= hashPassword('no such person')));
  const matches = await oneOfFew(() => verify(reference, password));
  return matches && stored !== null;
}

/** Two hashes at a time: twenty at once would make everybody wait for seconds. A finished one hands its turn on. */
async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  if (running < atOnce) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
