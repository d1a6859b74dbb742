/** Wall-clock time as the server takes it; `offset` tells the two instants of a doubled hour apart. */
export interface LocalTime {
  /** `2027-03-18T09:00` */
  local: string;
  timeZone: string;
  offset?: string;
}

/** The wall-clock time of an instant in a zone, with its offset, so that no hour is mistaken for its double. */
export function localTimeOf(instant: string, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(instant));
  const read = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const offset = (read['timeZoneName'] ?? 'GMT').slice(3) || '+00:00';
  return { local: `${read['year']}-${read['month']}-${read['day']}T${read['hour']}:${read['minute']}`, timeZone, offset };
}

/** The instant of a wall-clock time, as an ISO text. Where the clock skips or repeats the time, one of the two. */
export function instantOf({ local, timeZone, offset }: LocalTime): string {
  if (offset !== undefined) return new Date(`${local}:00${offset}`).toISOString();
  const guess = localTimeOf(new Date(`${local}:00Z`).toISOString(), timeZone).offset ?? '+00:00';
  const near = new Date(`${local}:00${guess}`).toISOString();
  return new Date(`${local}:00${localTimeOf(near, timeZone).offset ?? guess}`).toISOString();
}
