import type { Partstat } from '@app/contracts';
import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block } from 'timezones-ical-library';

/** A meeting as one receiver's calendar shows it. */
export interface CalendarMeeting {
  /** A held time: it may still go. */
  readonly tentative?: boolean;
  readonly method: 'REQUEST' | 'CANCEL';
  readonly uid: string;
  readonly sequence: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** When this object is made. */
  readonly now: Date;
  /** IANA zone of the receiver. */
  readonly timeZone: string;
  readonly summary: string;
  readonly location: string;
  readonly url: string;
  readonly organizer: { readonly name: string; readonly email: string };
  /** The only attendee that is named. */
  readonly receiver: { readonly email: string; readonly required: boolean; readonly partstat: Partstat };
}

const partstats: Readonly<Record<Partstat, ICalAttendeeStatus>> = {
  'needs-action': ICalAttendeeStatus.NEEDSACTION,
  accepted: ICalAttendeeStatus.ACCEPTED,
  declined: ICalAttendeeStatus.DECLINED,
  tentative: ICalAttendeeStatus.TENTATIVE,
};

/** The meeting as an iTIP object (RFC 5546). RSVP=FALSE: replies by mail are not read, people answer in Neuvo. */
export function toItip(meeting: CalendarMeeting): string {
  const cancelled = meeting.method === 'CANCEL';
  const calendar = ical({
    prodId: { company: 'Neuvo', product: 'Neuvo' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
    // No name: with one, DTSTAMP would be written as local time.
    timezone: { name: null, generator: timeZoneBlock },
  });
  const zone = occursOnce(meeting) ? meeting.timeZone : null;
  const event = calendar.createEvent({
    id: meeting.uid,
    sequence: meeting.sequence,
    stamp: meeting.now,
    timezone: zone,
    start: inZone(meeting.startsAt, zone ?? 'UTC'),
    end: inZone(meeting.endsAt, zone ?? 'UTC'),
    summary: meeting.summary,
    location: meeting.location,
    url: meeting.url,
    organizer: meeting.organizer,
    status: cancelled ? ICalEventStatus.CANCELLED : meeting.tentative ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
  });
  event.createAttendee({
    email: meeting.receiver.email,
    role: meeting.receiver.required ? ICalAttendeeRole.REQ : ICalAttendeeRole.OPT,
    status: partstats[meeting.receiver.partstat],
    rsvp: false,
  });
  return `${calendar.toString()}\r\n`;
}

/** The library answers for aliases with the zone they stand for; the block has to carry the name that DTSTART uses. */
function timeZoneBlock(name: string): string | null {
  const [block] = [tzlib_get_ical_block(name)].flat();
  return block?.startsWith('BEGIN:VTIMEZONE') ? block.replace(/^TZID:.*$/m, `TZID:${name}`).replace(/^X-LIC-LOCATION:.*\r?\n/m, '') : null;
}

/** Local time in a zone means its first occurrence (RFC 5545, 3.3.5): the second one of a doubled hour is written in UTC. */
function occursOnce({ startsAt, endsAt, timeZone }: CalendarMeeting): boolean {
  if (timeZone === 'UTC' || timeZoneBlock(timeZone) === null) return false;
  return [startsAt, endsAt].every((at) => {
    const zoned = inZone(at, timeZone);
    return zoned.toPlainDateTime().toZonedDateTime(timeZone, { disambiguation: 'earlier' }).epochMilliseconds === at.getTime();
  });
}

function inZone(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}
