import type pg from 'pg';
import type { Wish } from './booking-clients.js';

/** P7D, P1D and PT15M before the start, which is always more than a week away. */
const remindersEach = 3;

interface Booked {
  readonly id: string;
  readonly seats: number;
  readonly entries: number;
  readonly audits: number;
  readonly keys: number;
  readonly invitations: number;
  readonly reminders: number;
}

export interface BookingVerdict {
  readonly broken: readonly string[];
  readonly doubles: number;
  readonly lost: number;
}

/** Nobody is in two places at once; what was answered is there, whole and once; what was refused is not. */
export async function checkBookings(database: pg.Pool, wishes: readonly Wish[]): Promise<BookingVerdict> {
  const overlaps = await findOverlaps(database);
  const byCase = await findBooked(database, wishes);
  const extra: string[] = [];
  const lost: string[] = [];
  const other: string[] = [];
  for (const wish of wishes) {
    const found = byCase.get(wish.booker.caseId) ?? [];
    const ids = found.map(({ id }) => id);
    const what = `key ${wish.key} (${wish.outcome}, answered ${wish.ids.join() || 'no id'}): in the database ${ids.join() || 'nothing'}`;
    if (ids.length > 1) extra.push(`more than one consultation, ${what}`);
    if (wish.ids.some((id) => !ids.includes(id))) lost.push(`an answered booking is not there, ${what}`);
    if (new Set(wish.ids).size > 1) other.push(`one key, several ids, ${what}`);
    if (wish.outcome === 'taken' && ids.length > 0) other.push(`refused and booked all the same, ${what}`);
    other.push(...found.flatMap((one) => describeParts(one, 1 + wish.experts.length)));
  }
  return { broken: [...overlaps, ...extra, ...lost, ...other], doubles: overlaps.length + extra.length, lost: lost.length };
}

/** How many of the wishes are booked without that their clients know. */
export async function countUnknown(database: pg.Pool, wishes: readonly Wish[]): Promise<number> {
  return (await findBooked(database, wishes.filter(({ ids }) => ids.length === 0))).size;
}

async function findOverlaps(database: pg.Pool): Promise<string[]> {
  const { rows } = await database.query<{ person: string; groups: string[]; during: string }>(
    `SELECT r.person_id AS person, ARRAY[a.group_id, b.group_id] AS groups, (a.during * b.during)::text AS during
     FROM calendar_entry a
     JOIN calendar_entry b ON b.resource_id = a.resource_id AND b.id > a.id AND b.during && a.during
     JOIN resource r ON r.id = a.resource_id
     WHERE a.status IN ('held', 'confirmed') AND b.status IN ('held', 'confirmed')`,
  );
  return rows.map(({ person, groups, during }) => `person ${person} is in the sittings ${groups.join(' and ')} at once, ${during}`);
}

async function findBooked(database: pg.Pool, wishes: readonly Wish[]): Promise<Map<string, Booked[]>> {
  const { rows } = await database.query<Booked & { caseId: string }>(
    `SELECT c.id, c.case_id AS "caseId",
       (SELECT count(*) FROM participation WHERE sitting_id = c.sitting_id)::int AS seats,
       (SELECT count(*) FROM calendar_entry WHERE group_id = c.sitting_id AND status = 'confirmed')::int AS entries,
       (SELECT count(*) FROM audit_event WHERE object_id = c.id AND action = 'consultation.booked')::int AS audits,
       (SELECT count(*) FROM idempotency_key WHERE subject_id = c.id)::int AS keys,
       (SELECT count(*) FROM outbox WHERE subject_id = c.sitting_id AND kind = 'send-invitation')::int AS invitations,
       (SELECT count(*) FROM outbox WHERE subject_id = c.sitting_id AND kind = 'send-reminder')::int AS reminders
     FROM consultation c WHERE c.case_id = ANY ($1::uuid[])`,
    [wishes.map(({ booker }) => booker.caseId)],
  );
  const byCase = new Map<string, Booked[]>();
  for (const row of rows) byCase.set(row.caseId, [...(byCase.get(row.caseId) ?? []), row]);
  return byCase;
}

/** A booking is whole: everybody's seat, time, invitation and reminders, its key and its line in the access log. */
function describeParts({ id, ...parts }: Booked, people: number): string[] {
  const wanted = { seats: people, entries: people, audits: 1, keys: 1, invitations: people, reminders: people * remindersEach };
  return Object.entries(wanted).flatMap(([part, count]) => {
    const there = parts[part as keyof typeof parts];
    return there === count ? [] : [`consultation ${id} has ${there} ${part} instead of ${count}`];
  });
}
