import { type Contact, hasRole, PeopleService } from '@app/accounts';
import { type CaseFacts, CasesService, refuseIdentityCodes } from '@app/cases';
import type { PanelNeed, ParticipantInput, SlotSearch } from '@app/contracts';
import { DomainError } from '@app/kernel';
import type { Actor, Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { maxParticipants } from './consultation.rules.js';

/** People of one panel who are asked at the same time. */
const maxAsked = 40;

/** Everybody a meeting is planned for, the person it is held for included. */
export interface Invitees {
  readonly people: readonly ParticipantInput[];
  readonly contacts: ReadonlyMap<string, Contact>;
  /** Owners of the case, first owner first; empty without a case. */
  readonly owners: readonly string[];
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
   * @param onCase null when no case is named: then a coordinator searches for the listed people only
   * @param requiresRole whether somebody is required through a role, too
   * @throws {DomainError} `request.invalid` naming everybody who is unknown or no longer here, and a list that gets too long or requires nobody
   */
  async complete(tx: Tx, actor: Actor, onCase: CaseFacts | null, listed: readonly ParticipantInput[], requiresRole = false): Promise<Invitees> {
    const owners = onCase ? await this.cases.owners(tx, onCase.header.id) : [];
    const host = owners.includes(actor.personId) ? actor.personId : (owners[0] ?? (hasRole(actor, 'coordinator') ? null : actor.personId));
    const complete = host === null || listed.some(({ personId }) => personId === host);
    const people = complete ? listed : [...listed, { personId: host, required: true }];
    const contacts = await this.people.contacts(tx, people.map(({ personId }) => personId));
    const fields = listed.flatMap(({ personId }, index) => strangers([personId], contacts, 'participants').map(({ message }) => ({ path: `participants.${index}.personId`, message })));
    if (people.length > maxParticipants) {
      fields.push({ path: 'participants', message: `at most ${maxParticipants} people, the person the meeting is held for included` });
    }
    if (!requiresRole && !people.some(({ required }) => required)) fields.push({ path: 'participants', message: 'somebody must be required' });
    if (fields.length > 0) throw new DomainError('request.invalid', { fields });
    return { people, contacts, owners };
  }

  /**
   * The people of a meeting a time is searched for; its roles may have any number of candidates.
   * @throws {DomainError} `request.invalid` as above, naming candidates who are unknown or no longer here, too
   */
  async searched(tx: Tx, actor: Actor, onCase: CaseFacts | null, { participants, needs }: Pick<SlotSearch, 'participants' | 'needs'>): Promise<readonly ParticipantInput[]> {
    const { people } = await this.complete(tx, actor, onCase, participants, needs.some(({ required }) => required));
    const candidates = [...new Set(needs.flatMap((need) => need.candidates))];
    const contacts = candidates.length > 0 ? await this.people.contacts(tx, candidates) : new Map<string, Contact>();
    const fields = needs.flatMap((need, index) => strangers(need.candidates, contacts, `needs.${index}.candidates`));
    if (fields.length > 0) throw new DomainError('request.invalid', { fields });
    return people;
  }

  /**
   * Looks at the people of the roles and knows their addresses too.
   * @throws {DomainError} `request.invalid` naming everybody who is unknown or no longer here, substitutes who are in
   *   already, and a panel that may get too large; `text.personal_identity_code` for a role called by one
   */
  async withPanel(tx: Tx, invited: Invitees, needs: readonly PanelNeed[]): Promise<Invitees> {
    if (needs.length === 0) return invited;
    refuseIdentityCodes(Object.fromEntries(needs.map(({ role }, index) => [`needs.${index}.role`, role])));
    const contacts = await this.people.contacts(tx, [...new Set(needs.flatMap(({ candidates, substitutes }) => [...candidates, ...substitutes]))]);
    const asked = new Set([...invited.people.map(({ personId }) => personId), ...needs.flatMap(({ candidates }) => candidates)]);
    const fields = needs.flatMap(({ candidates, substitutes }, need) => [
      ...strangers(candidates, contacts, `needs.${need}.candidates`),
      ...strangers(substitutes, contacts, `needs.${need}.substitutes`),
      ...substitutes.flatMap((personId, index) => (asked.has(personId) ? [{ path: `needs.${need}.substitutes.${index}`, message: 'is asked already' }] : [])),
    ]);
    if (asked.size > maxAsked) fields.push({ path: 'needs', message: `at most ${maxAsked} people are asked at once` });
    const fixed = invited.people.filter(({ personId, required }) => required || !needs.some(({ candidates }) => candidates.includes(personId))).map(({ personId }) => personId);
    const more = needs.map(({ k, candidates, substitutes }) => Math.min(k, [...candidates, ...substitutes].filter((personId) => !fixed.includes(personId)).length));
    if (fixed.length + more.reduce((sum, people) => sum + people, 0) > maxParticipants) {
      fields.push({ path: 'needs', message: `at most ${maxParticipants} people, the person the meeting is held for included` });
    }
    if (fields.length > 0) throw new DomainError('request.invalid', { fields });
    return { ...invited, contacts: new Map([...contacts, ...invited.contacts]) };
  }
}

function strangers(personIds: readonly string[], contacts: ReadonlyMap<string, Contact>, path: string): { path: string; message: string }[] {
  return personIds.flatMap((personId, index) => ((contacts.get(personId)?.disabled ?? true) ? [{ path: `${path}.${index}`, message: 'is nobody who can be invited' }] : []));
}
