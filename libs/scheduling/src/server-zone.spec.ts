import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const search = fileURLToPath(new URL('../../../test/support/fixed-search.mjs', import.meta.url));

/** What a process that lives in a zone answers, and when its year 2027 begins. */
async function answerIn(zone: string): Promise<{ newYear: string; answer: string }> {
  const { stdout } = await run(process.execPath, [search], { env: { PATH: process.env.PATH, TZ: zone }, maxBuffer: 16 * 1024 * 1024 });
  const [newYear, answer] = stdout.split('\n') as [string, string];
  return { newYear, answer };
}

describe('the zone of the server', () => {
  it('changes not one byte of an answer', async () => {
    const [utc, helsinki, auckland] = await Promise.all(['UTC', 'Europe/Helsinki', 'Pacific/Auckland'].map(answerIn));
    expect([utc!.newYear, helsinki!.newYear, auckland!.newYear]).toEqual(['2027-01-01T00:00:00.000Z', '2026-12-31T22:00:00.000Z', '2026-12-31T11:00:00.000Z']);
    const { found, none, checks } = JSON.parse(utc!.answer);
    expect(found.slots.length).toBeGreaterThan(50);
    expect(none.why.reasons.length).toBeGreaterThan(0);
    expect(new Set(checks.map(({ ok }: { ok: boolean }) => ok))).toEqual(new Set([true, false]));
    expect(helsinki!.answer === utc!.answer).toBe(true);
    expect(auckland!.answer === utc!.answer).toBe(true);
  }, 60_000);
});
