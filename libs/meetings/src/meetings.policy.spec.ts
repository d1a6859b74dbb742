import { describe, expect, it } from '@jest/globals';
import type { MeetingFacts } from '@app/consultations';
import { mayChooseServer, mayEnter, mayModerate, mayTakePart, mayTurnAway } from './meetings.policy.js';

type Participant = MeetingFacts['participants'][number];

const participant = (change: Partial<Participant> = {}): Participant => ({
  participationId: 'p',
  personId: 'x',
  seat: 'expert',
  required: true,
  partstat: 'accepted',
  moderator: false,
  accepted: true,
  ...change,
});
const facts = (me: Participant | null): MeetingFacts => ({
  consultation: { id: 'c', caseId: 'k', state: 'booked' },
  sitting: { id: 's', startsAt: new Date(0), endsAt: new Date(1), timeZone: 'UTC', centreId: 'z', sequence: 0, version: 1, openedAt: null },
  participants: [participant({ participationId: 'chair', seat: 'chair', moderator: true }), ...(me ? [me] : [])],
  me,
});
const yes = { allow: true };
const no = (code?: string) => ({ allow: false, as: 'forbidden', ...(code && { code }) });

describe('policies of the meeting', () => {
  it('hide the meeting from strangers', () => {
    for (const may of [mayEnter, mayModerate, mayChooseServer]) expect(may(null)).toEqual({ allow: false, as: 'not_found' });
  });

  it('let those in who take part and have accepted', () => {
    expect(mayEnter(facts(participant()))).toEqual(yes);
    expect(mayEnter(facts(participant({ accepted: false })))).toEqual(no('meeting.not_accepted'));
    expect(mayEnter(facts(null))).toEqual(no());
  });

  it('let those speak who have been admitted, and say why not', () => {
    expect(mayTakePart('admitted')).toEqual(yes);
    expect(mayTakePart('removed')).toEqual(no('meeting.removed'));
    for (const standing of [null, 'waiting', 'denied'] as const) expect(mayTakePart(standing)).toEqual(no('meeting.not_admitted'));
  });

  it('leave moderating to moderators, and the choice of mode to the chair', () => {
    const owner = participant({ seat: 'requester', moderator: true });
    expect(mayModerate(facts(participant()))).toEqual(no());
    expect(mayModerate(facts(owner))).toEqual(yes);
    expect(mayChooseServer(facts(owner))).toEqual(no());
    expect(mayChooseServer(facts(participant({ seat: 'chair', moderator: true })))).toEqual(yes);
  });

  it('do not let moderators turn each other away', () => {
    expect(mayTurnAway(participant({ moderator: true }))).toEqual(no());
    expect(mayTurnAway(participant())).toEqual(yes);
  });
});
