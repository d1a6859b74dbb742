import { type CaseFacts, relationOf, seesContent } from '@app/cases';
import type { MeetingFacts } from '@app/consultations';
import type { Decision } from '@app/platform';
import type { Standing } from './door.rules.js';

const allowed: Decision = { allow: true };
const hidden: Decision = { allow: false, as: 'not_found' };
const refused: Decision = { allow: false, as: 'forbidden' };

type Participant = MeetingFacts['participants'][number];

/** Coming to the door: people who take part and have accepted the present time. */
export function mayEnter(facts: MeetingFacts | null): Decision {
  if (!facts) return hidden;
  if (!facts.me) return refused;
  return facts.me.accepted ? allowed : { allow: false, as: 'forbidden', code: 'meeting.not_accepted' };
}

/** Seeing, hearing and speaking: only those who have been let in. */
export function mayTakePart(standing: Standing | null): Decision {
  if (standing === 'admitted') return allowed;
  return { allow: false, as: 'forbidden', code: standing === 'removed' ? 'meeting.removed' : 'meeting.not_admitted' };
}

/** Opening the door, letting in, muting, ending: moderators who have not lost their own place. */
export function mayModerate(facts: MeetingFacts | null): Decision {
  const entering = mayEnter(facts);
  if (!entering.allow) return entering;
  return facts?.me?.moderator ? allowed : refused;
}

/** Moderators cannot turn each other away. */
export function mayTurnAway(target: Participant): Decision {
  return target.moderator ? refused : allowed;
}

/** Leaving direct mode for everybody: the chair's choice. */
export function mayChooseServer(facts: MeetingFacts | null): Decision {
  const moderating = mayModerate(facts);
  if (!moderating.allow) return moderating;
  return facts?.me?.seat === 'chair' || !facts?.participants.some((one) => one.seat === 'chair') ? allowed : refused;
}

/** The chat belongs to the case: whoever reads its summary reads what was written. Null: no such consultation for the reader. */
export function mayReadMessages(facts: CaseFacts | null): Decision {
  if (!facts || !relationOf(facts)) return hidden;
  return seesContent(facts) ? allowed : refused;
}
