/** What one event or sighting says about one stay: an event knows the start, the end, or both. */
export interface StaySighting {
  readonly sid: string;
  readonly joinedAt: Date;
  readonly leftAt: Date | null;
}

export interface Stay {
  readonly joinedAt: Date;
  readonly leftAt: Date | null;
}

const earlier = (a: Date, b: Date): Date => (a <= b ? a : b);
const earlierKnown = (a: Date | null, b: Date | null): Date | null => (a && b ? earlier(a, b) : (a ?? b));

/**
 * Adds a sighting to a stay. The earliest start and the earliest end win, so the result does not depend on the order in
 * which sightings arrive, nor on how often each does. The repository does the same with `LEAST`.
 */
export function mergeStay(stay: Stay | undefined, sighting: Stay): Stay {
  if (!stay) return { joinedAt: sighting.joinedAt, leftAt: sighting.leftAt };
  return { joinedAt: earlier(stay.joinedAt, sighting.joinedAt), leftAt: earlierKnown(stay.leftAt, sighting.leftAt) };
}

/** `<participationId>:<deviceSession>`, the name of a tab in a media room. */
export function identityOf(participationId: string, deviceSession: string): string {
  return `${participationId}:${deviceSession}`;
}

/** The participation of an identity that we gave out; null for anything else. */
export function participationOf(identity: string): string | null {
  return /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):[A-Za-z0-9_-]{8,64}$/.exec(identity)?.[1] ?? null;
}

export interface LiveKitFact {
  readonly event: string;
  readonly identity: string | null;
  readonly participantSid: string | null;
  readonly happenedAt: Date;
  readonly joinedAt: Date | null;
}

/** What a webhook says about a stay, or null when it says nothing. */
export function sightingOf(fact: LiveKitFact): (StaySighting & { participationId: string }) | null {
  const participationId = fact.identity === null ? null : participationOf(fact.identity);
  if (!participationId || !fact.participantSid) return null;
  const joinedAt = fact.joinedAt ?? fact.happenedAt;
  if (fact.event === 'participant_joined') return { participationId, sid: fact.participantSid, joinedAt, leftAt: null };
  if (fact.event === 'participant_left') return { participationId, sid: fact.participantSid, joinedAt, leftAt: fact.happenedAt };
  return null;
}

/** All stays that a batch of webhooks tells of, by participant sid; the same for every order of the batch. */
export function foldStays(facts: readonly LiveKitFact[]): Map<string, StaySighting & { participationId: string }> {
  const stays = new Map<string, StaySighting & { participationId: string }>();
  for (const fact of facts) {
    const sighting = sightingOf(fact);
    if (sighting) stays.set(sighting.sid, { ...sighting, ...mergeStay(stays.get(sighting.sid), sighting) });
  }
  return stays;
}
