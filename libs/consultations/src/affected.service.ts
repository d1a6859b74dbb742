import { hasRole, PeopleService } from '@app/accounts';
import type { InputOf, OutputOf, PersonCard, routes } from '@app/contracts';
import { Clock } from '@app/kernel';
import { AccessService, type Actor, Database, type Decision, type Tx } from '@app/platform';
import { ExpertsService } from '@app/experts';
import { coverRoles } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { listConsultations } from './consultation-list.query.js';
import { ConsultationReader } from './consultation-reader.js';
import type { Held } from './consultation.rules.js';
import { type ConsultationFacts, mayReadConsultation } from './consultations.policy.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { startOfDay } from './local-start.js';
import { PanelRepository } from './panel.repository.js';
import { SeatsService } from './seats.service.js';

type Affected = OutputOf<typeof routes.consultations.affected>;

const shownMeetings = 200;
const shownSubstitutes = 5;

/** What of the planned meetings breaks when somebody goes away. */
@Injectable()
export class AffectedService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly experts: ExpertsService,
    private readonly seats: SeatsService,
    private readonly panel: PanelRepository,
    private readonly repository: ConsultationsRepository,
    private readonly reader: ConsultationReader,
  ) {}

  /**
   * Future meetings of a person that would lose their quorum without them, with people who could take the place and are
   * free then. Of a colleague's meetings only those that the actor may see.
   */
  async list(actor: Actor, { params, query }: InputOf<typeof routes.consultations.affected>): Promise<Affected> {
    this.access.ask('consultation.list', mayAsk(actor, params.id));
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const from = query.from === undefined ? now : startOfDay(query.from, actor.timeZone);
      const to = query.to === undefined ? null : startOfDay(query.to, actor.timeZone);
      const found = await listConsultations(tx, { scope: { personId: params.id }, from: from > now ? from : now, to, after: null, now, limit: shownMeetings });
      const planned = (await this.repository.findMany(tx, found.map(({ id }) => id))).filter(({ consultation }) => consultation.state === 'booked');
      const visible = (await this.reader.facts(tx, actor, planned)).filter((facts) => mayReadConsultation(facts).allow);
      const candidates = await this.panel.candidates(tx, visible.flatMap(({ needs }) => needs.map(({ id }) => id)));
      const broken = visible.flatMap((facts) => {
        const lost = lossOf(facts, candidates, params.id);
        return lost ? [{ facts, lost }] : [];
      });
      const shown = await this.reader.show(tx, actor, broken.map(({ facts }) => facts), { action: 'consultation.listed', operation: 'R' });
      const items: Affected['items'] = [];
      for (const [index, { facts, lost }] of broken.entries()) {
        const substitutes = await this.substitutes(tx, facts, params.id, { ...lost, candidates: candidates.get(lost.needId ?? '') ?? [] });
        items.push({ consultation: shown[index]!, participationId: lost.participationId, role: lost.role, substitutes });
      }
      return { items };
    });
  }

  private async substitutes(tx: Tx, held: ConsultationFacts, personId: string, { role, candidates }: Loss & { candidates: readonly string[] }): Promise<PersonCard[]> {
    const profession = role ?? (await this.people.cards(tx, [personId])).get(personId)?.profession?.code;
    const bank = profession === undefined ? [] : await this.experts.ofProfession(tx, profession);
    const inside = held.participants.map((one) => one.personId);
    const possible = [...new Set([...candidates, ...bank])].filter((id) => id !== personId && !inside.includes(id));
    const free = (await this.seats.free(tx, held, possible)).slice(0, shownSubstitutes);
    const cards = await this.people.cards(tx, free);
    return free.flatMap((id) => cards.get(id) ?? []);
  }
}

/** What a meeting would lack without somebody. */
interface Loss {
  readonly participationId: string;
  readonly needId: string | null;
  readonly role: string | null;
}

function lossOf({ participants, needs }: Held, candidates: ReadonlyMap<string, readonly string[]>, personId: string): Loss | null {
  const attending = participants.filter(({ partstat }) => partstat !== 'declined');
  const me = attending.find((one) => one.personId === personId);
  if (!me) return null;
  const seats = needs.map(({ id, role, k, required }) => ({ role, k, required, candidates: candidates.get(id) ?? [] }));
  const missing = (people: readonly { readonly personId: string }[]) => coverRoles(seats, people.map((one) => one.personId)).missing;
  const before = missing(attending);
  const role = missing(attending.filter((one) => one !== me)).find((lacking) => !before.includes(lacking));
  const need = needs.find((one) => one.role === role);
  if (need) return { participationId: me.id, needId: need.id, role: need.role };
  return me.required && me.needId === null ? { participationId: me.id, needId: null, role: null } : null;
}

/** One's own meetings; a coordinator's question about a colleague shows what the coordinator may see. */
function mayAsk(actor: Actor, personId: string): Decision {
  return actor.personId === personId || hasRole(actor, 'coordinator') ? { allow: true } : { allow: false, as: 'forbidden' };
}
