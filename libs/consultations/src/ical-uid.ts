import type { SittingEntity } from './consultation.entity.js';

/** iTIP UID (RFC 5545, 3.8.4.7) of a new sitting. */
export function sittingUid(sittingId: string, publicUrl: string): string {
  return `${sittingId}@${new URL(publicUrl).hostname}`;
}

/** UID of a time held for a sitting; the sitting takes it over with the time, so that calendars turn their entry into the meeting. */
export function heldTimeUid({ icalUid }: Pick<SittingEntity, 'icalUid'>, timeId: string): string {
  return `${timeId}${icalUid.slice(icalUid.indexOf('@'))}`;
}
