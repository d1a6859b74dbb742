import { PeopleService } from '@app/accounts';
import { mayKeepHours } from '@app/calendar';
import type { InputOf, OutputOf, PersonCard, routes } from '@app/contracts';
import { Clock } from '@app/kernel';
import { AccessService, type Actor, Database, type Tx } from '@app/platform';
import { ExpertsService } from '@app/experts';
import { coverRoles } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { listConsultations } from './consultation-list.query.js';
import { ConsultationReader } from './consultation-reader.js';
import type { Held } from './consultation.rules.js';
import { mayReadConsultation, seesPeople } from './consultations.policy.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { startOfDay } from './local-start.js';
import { PanelRepository } from './panel.repository.js';
import { SeatsService } from './seats.service.js';

type Affected = OutputOf<typeof routes.consultations.affected>;

const shownMeetings = 200;
const shownSubstitutes = 5;

/** A meeting that loses its quorum, and who could help. */
export interface BrokenMeeting {
  readonly held: Held;
  readonly participationId: string;
  /** Null where the person is required as such. */
  readonly role: string | null;
  readonly substitutes: PersonCard[];
}

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
   * Future meetings of a person that would lose their quorum without them. Of a colleague's only those that the actor may
   * see; who could help is told to those who see who takes part.
   */
  async list(actor: Actor, { params, query }: InputOf<typeof routes.consultations.affected>): Promise<Affected> {
    return this.database.transaction(async (tx) => {
      const assignments = await this.people.assignments(tx, params.id, { disabledToo: true });
      this.access.ask('availability.read', mayKeepHours({ actor, personId: params.id, assignments }));
      const now = this.clock.now();
      const from = query.from === undefined ? now : startOfDay(query.from, actor.timeZone);
      const to = query.to === undefined ? null : startOfDay(query.to, actor.timeZone);
      const broken = new Map((await this.find(tx, params.id, from, to)).map((one) => [one.held.consultation.id, one]));
      const facts = (await this.reader.facts(tx, actor, [...broken.values()].map(({ held }) => held))).filter((one) => mayReadConsultation(one).allow);
      const shown = await this.reader.show(tx, actor, facts, { action: 'consultation.listed', operation: 'R' });
      return {
        items: shown.map((consultation, index) => {
          const { participationId, role, substitutes } = broken.get(consultation.id)!;
          return { consultation, participationId, role, substitutes: seesPeople(facts[index]!) ? substitutes : [] };
        }),
      };
    });
  }

  /** The same for whoever runs the service: everything, without an access check. */
  async find(tx: Tx, personId: string, from: Date, to: Date | null): Promise<BrokenMeeting[]> {
    const now = this.clock.now();
    const found = await listConsultations(tx, { scope: { personId }, from: from > now ? from : now, to, after: null, now, limit: shownMeetings });
    const planned = (await this.repository.findMany(tx, found.map(({ id }) => id))).filter(({ consultation }) => consultation.state === 'booked');
    const candidates = await this.panel.candidates(tx, planned.flatMap(({ needs }) => needs.map(({ id }) => id)));
    const broken: BrokenMeeting[] = [];
    for (const held of planned) {
      const lost = lossOf(held, candidates, personId);
      if (!lost) continue;
      const substitutes = await this.substitutes(tx, held, personId, { ...lost, candidates: candidates.get(lost.needId ?? '') ?? [] });
      broken.push({ held, participationId: lost.participationId, role: lost.role, substitutes });
    }
    return broken;
  }

  private async substitutes(tx: Tx, held: Held, personId: string, { role, candidates }: Loss & { candidates: readonly string[] }): Promise<PersonCard[]> {
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
