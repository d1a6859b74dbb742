import type { InputOf, Me, routes } from '@app/contracts';
import { Clock, DomainError, newId } from '@app/kernel';
import { type Actor, Authenticator, Config, Database, Realtime, type Tx } from '@app/platform';
import { AuditService } from '@app/audit';
import { Injectable } from '@nestjs/common';
import { PersonEntity } from './accounts.entity.js';
import { passwordMatches } from './passwords.js';
import { PeopleService } from './people.service.js';
import { hashSessionToken, newSessionToken, readCookie, sessionCookieName } from './session-cookie.js';
import { SessionsRepository } from './sessions.repository.js';
import { SignInLimits } from './sign-in-limits.js';

const minute = 60_000;

/** A fresh session: the cookie's value leaves the server once, here. */
export interface SignedIn {
  readonly token: string;
  readonly me: Me;
}

/**
 * Sessions are rows of our own: an opaque 256-bit id in the cookie, its hash in the table, an idle and an absolute limit,
 * ended at once in HTTP and open sockets alike.
 */
@Injectable()
export class SessionsService extends Authenticator {
  constructor(
    private readonly database: Database,
    private readonly repository: SessionsRepository,
    private readonly people: PeopleService,
    private readonly limits: SignInLimits,
    private readonly audit: AuditService,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    super();
  }

  /**
   * Signs in with e-mail and password. Wrong address and wrong password look and take the same.
   * @throws {DomainError} `session.bad_credentials`, `request.rate_limited` with the wait in seconds
   */
  async signIn({ body }: InputOf<typeof routes.sessions.create>, ip: string): Promise<SignedIn> {
    const email = body.email.toLowerCase();
    await this.limits.spend(ip, email);
    const person = await this.database.read((tx) => this.repository.findPersonByEmail(tx, email));
    const usable = person && !person.disabledAt ? person : null;
    if (!(await passwordMatches(usable?.passwordHash ?? null, body.password)) || !usable) {
      throw new DomainError('session.bad_credentials');
    }
    await this.limits.forgive(ip, email);
    return this.database.transaction((tx) => this.open(tx, usable));
  }

  /**
   * Signs in as a fictional person without a password.
   * @throws {DomainError} `not_found` outside a demo, and for real people
   */
  async signInAsDemo({ body }: InputOf<typeof routes.demo.signIn>): Promise<SignedIn> {
    if (!this.config.demo) throw new DomainError('not_found');
    return this.database.transaction(async (tx) => {
      const person = await this.repository.findPersonByEmail(tx, body.email.toLowerCase());
      if (!person?.demo || person.disabledAt) throw new DomainError('not_found');
      return this.open(tx, person);
    });
  }

  override async authenticate(cookieHeader: string | undefined, { touch = true }: { touch?: boolean } = {}): Promise<Actor | null> {
    const token = readCookie(cookieHeader, this.cookieName);
    if (!token) return null;
    const now = this.clock.now();
    const usedAfter = new Date(now.getTime() - this.config.sessions.idleMinutes * minute);
    const session = await this.repository.findLive(this.database, hashSessionToken(token), now, usedAfter);
    if (!session) return null;
    if (touch && now.getTime() - session.lastSeenAt.getTime() > minute) await this.touch(session.sessionId);
    return {
      personId: session.personId,
      sessionId: session.sessionId,
      centreId: session.centreId,
      roles: session.roles,
      language: session.language,
      timeZone: session.timeZone,
    };
  }

  /** Counts as use of the session: nobody is signed out for listening to a meeting. */
  async touch(sessionId: string): Promise<void> {
    await this.database.transaction((tx) => this.repository.touch(tx, sessionId, this.clock.now()));
  }

  async signOut(actor: Actor): Promise<void> {
    await this.end(actor, { sessionId: actor.sessionId });
  }

  async signOutEverywhere(actor: Actor): Promise<void> {
    await this.end(actor, { personId: actor.personId });
  }

  async me(actor: Actor): Promise<Me> {
    return this.database.read((tx) => this.describe(tx, actor.personId, actor.centreId));
  }

  async update(actor: Actor, { body }: InputOf<typeof routes.me.update>): Promise<Me> {
    const { activeCentreId, ...own } = body;
    return this.database.transaction(async (tx) => {
      if (activeCentreId) {
        if (!actor.roles.some((one) => one.centreId === activeCentreId)) {
          throw new DomainError('request.invalid', { fields: [{ path: 'activeCentreId', message: 'is not a centre of yours' }] });
        }
        await this.repository.chooseCentre(tx, actor.sessionId, activeCentreId);
      }
      if (Object.keys(own).length > 0) await tx.repo(PersonEntity).update({ id: actor.personId }, own);
      return this.describe(tx, actor.personId, activeCentreId ?? actor.centreId);
    });
  }

  /** Name of the cookie that carries the session. */
  get cookieName(): string {
    return sessionCookieName(this.config.http, this.config.http.port);
  }

  private async open(tx: Tx, person: PersonEntity): Promise<SignedIn> {
    const now = this.clock.now();
    const assignments = await this.repository.findAssignments(tx, person.id, now);
    const token = newSessionToken();
    const session = {
      id: newId(),
      tokenHash: hashSessionToken(token),
      personId: person.id,
      centreId: assignments.find((one) => one.centre)?.centre?.id ?? null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + this.config.sessions.absoluteHours * 60 * minute),
      endedAt: null,
    };
    await this.repository.insert(tx, session);
    const actor = { personId: person.id, sessionId: session.id, centreId: session.centreId, roles: [], language: person.language, timeZone: person.timeZone };
    await this.audit.record(tx, { actor, action: 'session.started', operation: 'E', objectType: 'session', objectId: session.id });
    return { token, me: await this.describe(tx, person.id, session.centreId) };
  }

  private async end(actor: Actor, which: { sessionId: string } | { personId: string }): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await this.repository.end(tx, which, this.clock.now());
      await this.audit.record(
        tx,
        ended.map((sessionId) => ({ actor, action: 'session.ended', operation: 'E', objectType: 'session', objectId: sessionId })),
      );
      tx.afterCommit(() => ended.forEach((sessionId) => this.realtime.disconnect(`session:${sessionId}`)));
    });
  }

  private async describe(tx: Tx, personId: string, centreId: string | null): Promise<Me> {
    const card = (await this.people.cards(tx, [personId])).get(personId);
    const contact = (await this.people.contacts(tx, [personId])).get(personId);
    if (!card || !contact) throw new DomainError('session.required');
    const assignments = await this.repository.findAssignments(tx, personId, this.clock.now());
    return {
      person: { ...card, email: contact.email, language: contact.language, timeZone: contact.timeZone },
      assignments,
      activeCentre: assignments.find((one) => one.centre?.id === centreId)?.centre ?? null,
    };
  }
}
