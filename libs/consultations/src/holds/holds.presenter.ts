import type { Hold, HoldState, Localised, PersonCard } from '@app/contracts';
import { coverRoles } from '@app/scheduling';
import { seesPeople } from '../consultations.policy.js';
import { type HoldRecord, isComplete, lackOf, type Panel, panelOf, type PanelTime, voicesOf } from './hold.rules.js';
import { type HoldFacts, mayManageHold } from './holds.policy.js';

/** What is shown beside the facts. */
export interface BesideHold {
  readonly cards: ReadonlyMap<string, PersonCard>;
  /** Working title for those who may read it. */
  readonly title: string | null;
  readonly requesterProfession: Localised | null;
  /** People who are no longer here. */
  readonly gone: ReadonlySet<string>;
}

export function holdState({ hold }: Pick<HoldRecord, 'hold'>, now: Date): HoldState {
  return hold.outcome ?? (hold.expiresAt <= now ? 'expired' : 'open');
}

/** One hold as the actor may see it at an instant. */
export function presentHold(facts: HoldFacts, beside: BesideHold, now: Date): Hold {
  const { consultation, sitting, hold, needs, onCase, me } = facts;
  const wide = seesPeople(facts);
  const state = holdState(facts, now);
  const panel = panelOf(facts, beside.gone);
  const { themes, ageBand, countyCode, language, number } = onCase.header;
  return {
    id: consultation.id,
    state,
    version: sitting.version,
    durationMinutes: hold.durationMinutes,
    timeZone: sitting.timeZone,
    expiresAt: hold.expiresAt.toISOString(),
    header: { themes, ageBand, county: countyCode, language, requesterProfession: beside.requesterProfession },
    heldBy: wide ? (beside.cards.get(consultation.bookedBy) ?? null) : null,
    case: wide ? { id: onCase.header.id, number, title: beside.title } : null,
    releaseReason: hold.outcome === 'released' ? consultation.cancelReason : null,
    times: facts.times.map(({ id, startsAt, endsAt }, index) => ({
      id,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      state: state === 'open' ? 'open' : id === hold.confirmedTimeId ? 'confirmed' : 'released',
      standing: wide ? standingOf(panel, panel.times[index]!) : null,
    })),
    needs: needs.map(({ role, k, required }) => ({ role, k, required })),
    people: presentPeople(facts, beside, wide),
    my: {
      participationId: me?.id ?? null,
      times: me ? timesOf(facts, me.id) : [],
      may: {
        answer: state === 'open' && me?.standing === 'in',
        confirm: state === 'open' && mayManageHold(facts).allow,
        release: state === 'open' && mayManageHold(facts).allow,
      },
    },
  };
}

function standingOf(panel: Panel, time: PanelTime): Hold['times'][number]['standing'] {
  const { works, ifNeeded, no, waiting } = voicesOf(panel, time);
  const { seats } = coverRoles(panel.needs, [...works, ...ifNeeded]);
  return {
    roles: panel.needs.map(({ role, k, required }) => ({ role, k, required, have: seats.get(role)!.length })),
    missingPersonIds: [...lackOf(panel, [...works, ...ifNeeded]).personIds],
    works: works.length,
    ifNeeded: ifNeeded.length,
    no: no.length,
    waiting: waiting.length,
    reachable: isComplete(lackOf(panel, [...works, ...ifNeeded, ...waiting])),
  };
}

function presentPeople(facts: HoldFacts, { cards }: BesideHold, wide: boolean): Hold['people'] {
  const shown = wide ? facts.participants : facts.participants.filter(({ id }) => id === facts.me?.id);
  return shown.flatMap(({ id, personId, required, standing, respondedAt }) => {
    const card = cards.get(personId);
    if (!card) return [];
    const roles = facts.needs.filter(({ candidates }) => candidates.includes(personId)).map(({ role }) => role);
    const said = standing === 'in' ? 'asked' : standing;
    return [{ ...card, participationId: id, required, roles, standing: said, respondedAt: respondedAt?.toISOString() ?? null, times: timesOf(facts, id) }];
  });
}

function timesOf({ times, answers }: HoldRecord, participationId: string): Hold['my']['times'] {
  return times.flatMap(({ id }) => {
    const said = answers.find((one) => one.timeId === id && one.participationId === participationId);
    return said ? [{ timeId: id, answer: said.answer, held: said.held }] : [];
  });
}
