import { type Contact, hasRole, PeopleService } from '@app/accounts';
import { type CaseFacts, CasesService, refuseIdentityCodes } from '@app/cases';
import type { PanelNeed, ParticipantInput, SlotSearch } from '@app/contracts';
import { DomainError } from '@app/kernel';
import type { Actor, Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { maxParticipants } from './consultation.rules.js';

/** People of one panel who are asked at the same time. */
const maxAsked = 40;
const tooMany = `at most ${maxParticipants} people, the person the meeting is held for included`;

/** Everybody a meeting is planned for, the person it is held for included. */
export interface Invitees {
  readonly people: readonly ParticipantInput[];
  readonly contacts: ReadonlyMap<string, Contact>;
  /** Owners of the case, first owner first; empty without a case. */
  readonly owners: readonly string[];
}

/** People and roles as a request names them. */
interface Listed {
  readonly participants: readonly ParticipantInput[];
  readonly needs: readonly PanelNeed[];
}

interface Fault {
  readonly path: string;
  readonly message: string;
}

/** Turns a list of participants from a request into the people of the meeting. */
@Injectable()
export class InviteeList {
  constructor(
    private readonly cases: CasesService,
    private readonly people: PeopleService,
  ) {}

  /**
   * Adds the person the meeting is held for as required unless listed: the caller; for a coordinator the first owner.
   * Knows the addresses of the people of the roles, too.
   * @throws {DomainError} `request.invalid` naming everybody who is unknown or no longer here, substitutes who are in
   *   already, a list that requires nobody and a panel that may get too large; `text.personal_identity_code` for a role
   *   called by one
   */
  async complete(tx: Tx, actor: Actor, onCase: CaseFacts | null, { participants, needs }: Listed): Promise<Invitees> {
    refuseIdentityCodes(Object.fromEntries(needs.map(({ role }, index) => [`needs.${index}.role`, role])));
    const { fields, ...invited } = await this.gather(tx, actor, onCase, { participants, needs });
    assertNone([...fields, ...nobodyRequired(invited.people), ...(needs.length > 0 ? panelFaults(invited.people, needs) : [])]);
    return invited;
  }

  /**
   * The people of a meeting a time is searched for; its roles may have any number of candidates. Without a case a
   * coordinator searches for the listed people only.
   * @throws {DomainError} `request.invalid` naming everybody who is unknown or no longer here, and a search that requires nobody
   */
  async searched(tx: Tx, actor: Actor, onCase: CaseFacts | null, { participants, needs }: Pick<SlotSearch, 'participants' | 'needs'>): Promise<readonly ParticipantInput[]> {
    const { people, fields } = await this.gather(tx, actor, onCase, { participants, needs: needs.map((need) => ({ ...need, substitutes: [] })) });
    assertNone(needs.some(({ required }) => required) ? fields : [...fields, ...nobodyRequired(people)]);
    return people;
  }

  /** Everybody named, with what is wrong with them. */
  private async gather(tx: Tx, actor: Actor, onCase: CaseFacts | null, { participants, needs }: Listed): Promise<Invitees & { fields: Fault[] }> {
    const owners = onCase ? await this.cases.owners(tx, onCase.header.id) : [];
    const host = owners.includes(actor.personId) ? actor.personId : (owners[0] ?? (hasRole(actor, 'coordinator') ? null : actor.personId));
    const complete = host === null || participants.some(({ personId }) => personId === host);
    const people = complete ? participants : [...participants, { personId: host, required: true }];
    const ofRoles = needs.flatMap(({ candidates, substitutes }) => [...candidates, ...substitutes]);
    const contacts = await this.people.contacts(tx, [...new Set([...people.map(({ personId }) => personId), ...ofRoles])]);
    const fields = [
      ...participants.flatMap(({ personId }, index) => strangers([personId], contacts, 'participants').map(({ message }) => ({ path: `participants.${index}.personId`, message }))),
      ...needs.flatMap(({ candidates, substitutes }, need) => [
        ...strangers(candidates, contacts, `needs.${need}.candidates`),
        ...strangers(substitutes, contacts, `needs.${need}.substitutes`),
      ]),
    ];
    if (people.length > maxParticipants) fields.push({ path: 'participants', message: tooMany });
    return { people, contacts, owners, fields };
  }
}

/** Names everything that is wrong with the people of the roles beside those who come anyway. */
function panelFaults(people: readonly ParticipantInput[], needs: readonly PanelNeed[]): Fault[] {
  const asked = new Set([...people.map(({ personId }) => personId), ...needs.flatMap(({ candidates }) => candidates)]);
  const faults = needs.flatMap(({ substitutes }, need) =>
    substitutes.flatMap((personId, index) => (asked.has(personId) ? [{ path: `needs.${need}.substitutes.${index}`, message: 'is asked already' }] : [])),
  );
  if (asked.size > maxAsked) faults.push({ path: 'needs', message: `at most ${maxAsked} people are asked at once` });
  const fixed = people.filter(({ personId, required }) => required || !needs.some(({ candidates }) => candidates.includes(personId))).map(({ personId }) => personId);
  const more = needs.map(({ k, candidates, substitutes }) => Math.min(k, [...candidates, ...substitutes].filter((personId) => !fixed.includes(personId)).length));
  if (fixed.length + more.reduce((sum, seats) => sum + seats, 0) > maxParticipants) faults.push({ path: 'needs', message: tooMany });
  return faults;
}

function nobodyRequired(people: readonly ParticipantInput[]): Fault[] {
  return people.some(({ required }) => required) ? [] : [{ path: 'participants', message: 'somebody must be required' }];
}

function assertNone(fields: readonly Fault[]): void {
  if (fields.length > 0) throw new DomainError('request.invalid', { fields });
}

function strangers(personIds: readonly string[], contacts: ReadonlyMap<string, Contact>, path: string): Fault[] {
  return personIds.flatMap((personId, index) => ((contacts.get(personId)?.disabled ?? true) ? [{ path: `${path}.${index}`, message: 'is nobody who can be invited' }] : []));
}
