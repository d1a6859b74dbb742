import type { Consultation, Localised, PersonCard } from '@app/contracts';
import type { Actor } from '@app/platform';
import type { AttendanceRow } from './consultation-attendance.query.js';
import { after, hasAccepted, moderates, opensAt, seatsTaken } from './consultation.rules.js';
import { type ConsultationFacts, mayManageConsultation, seesPeople } from './consultations.policy.js';

/** What is shown beside the facts. */
export interface Beside {
  readonly cards: ReadonlyMap<string, PersonCard>;
  /** Working title for those who may read it. */
  readonly title: string | null;
  readonly requesterProfession: Localised | null;
  readonly attendance: readonly AttendanceRow[];
}

/** One consultation as the actor may see it at an instant. */
export function presentConsultation(actor: Actor, facts: ConsultationFacts, beside: Beside, now: Date): Consultation {
  const { consultation, sitting, participants, needs, onCase, me } = facts;
  const wide = seesPeople(facts);
  const shown = wide ? participants : participants.filter(({ personId }) => personId === actor.personId);
  const { themes, ageBand, countyCode, language, number } = onCase.header;
  return {
    id: consultation.id,
    state: consultation.state,
    startsAt: sitting.startsAt.toISOString(),
    endsAt: sitting.endsAt.toISOString(),
    timeZone: sitting.timeZone,
    sequence: sitting.sequence,
    version: sitting.version,
    header: { themes, ageBand, county: countyCode, language, requesterProfession: beside.requesterProfession },
    overrideReason: consultation.overrideReason,
    cancelReason: consultation.cancelReason,
    case: wide ? { id: onCase.header.id, number, title: beside.title } : null,
    participants: shown.flatMap(({ id, personId, seat, required, partstat, respondedAt, needId }) => {
      const card = beside.cards.get(personId);
      const role = needs.find((need) => need.id === needId)?.role ?? null;
      return card ? [{ ...card, participationId: id, seat, required, role, partstat, respondedAt: respondedAt?.toISOString() ?? null }] : [];
    }),
    opensAt: opensAt(sitting).toISOString(),
    attendance: wide ? presentAttendance(facts, beside) : [],
    needs: wide ? needs.map(({ id, role, k, required }) => ({ role, k, required, have: seatsTaken(participants, id) })) : [],
    my: { participationId: me?.id ?? null, partstat: me?.partstat ?? null, may: possibilities(facts, now) },
  };
}

function possibilities(facts: ConsultationFacts, now: Date): Consultation['my']['may'] {
  const { consultation, sitting, onCase, me, booker } = facts;
  const running = after('end', consultation.state) !== null;
  const owner = onCase.relations.includes('owner');
  const joins = running && me !== null && hasAccepted(me, owner || booker);
  const manages = mayManageConsultation(facts).allow;
  return {
    respond: me !== null && after('respond', consultation.state) !== null && now < sitting.endsAt,
    join: joins,
    move: manages && after('move', consultation.state) !== null,
    cancel: manages && after('cancel', consultation.state) !== null,
    moderate: joins && me !== null && moderates(me, owner),
  };
}

function presentAttendance({ participants }: ConsultationFacts, { cards, attendance }: Beside): Consultation['attendance'] {
  return attendance.map(({ participationId, joinedAt, leftAt }) => {
    const person = participants.find(({ id }) => id === participationId);
    return {
      participationId,
      name: (person && cards.get(person.personId)?.name) ?? '',
      joinedAt: joinedAt.toISOString(),
      leftAt: leftAt?.toISOString() ?? null,
    };
  });
}
