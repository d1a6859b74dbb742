import { clientEvent, type InputOf, type OutboxKind, type PayloadOf, route } from '@app/contracts';
import { newId } from '@app/kernel';
import {
  AccessService,
  type Actor,
  Authenticator,
  CurrentActor,
  Database,
  Idempotency,
  Input,
  OnEvent,
  OutboxHandler,
  type OutboxHandling,
  type OutboxOutcome,
  type OutboxRow,
  OutboxService,
  Realtime,
  Route,
  type Tx,
} from '@app/platform';
import { Controller, Injectable, Module } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { z } from 'zod';

/** A tiny feature that uses everything the platform gives. */
export const probeKind = 'probe' as OutboxKind;

const person = '01900000-0000-7000-8000-000000000001';
const text = z.string().max(50);

export const probe = {
  echo: route({
    method: 'POST',
    path: '/api/probe/:id/echo',
    summary: 'Says what it got',
    status: 201,
    params: z.object({ id: z.uuid() }),
    query: z.strictObject({ loud: z.enum(['yes', 'no']).optional() }),
    body: z.strictObject({ text, inner: z.strictObject({ number: z.int() }).optional() }),
    response: z.object({ text: z.string() }),
  }),
  unasked: route({ method: 'GET', path: '/api/probe/unasked', summary: 'Forgets to ask', status: 200, response: z.object({}) }),
  unaskedWrite: route({ method: 'POST', path: '/api/probe/unasked', summary: 'Writes without asking', status: 204 }),
  denied: route({ method: 'GET', path: '/api/probe/denied', summary: 'Hides', status: 200, response: z.object({}) }),
  once: route({
    method: 'POST',
    path: '/api/probe/once',
    summary: 'Plans one order',
    status: 201,
    idempotent: true,
    body: z.strictObject({ text }),
    response: z.object({ id: z.uuid(), replayed: z.boolean() }),
  }),
  broken: route({ method: 'GET', path: '/api/probe/broken', summary: 'Throws', status: 200 }),
  locked: route({ method: 'POST', path: '/api/probe/locked', summary: 'Waits for a lock in vain', status: 204 }),
};

export const probeEvents = {
  greet: clientEvent({ name: 'probe.greet', payload: z.strictObject({ name: text }), ack: z.object({ greeting: z.string() }) }),
  unasked: clientEvent({ name: 'probe.unasked', payload: z.strictObject({}), ack: z.object({}) }),
  broken: clientEvent({ name: 'probe.broken', payload: z.strictObject({}), ack: z.object({}) }),
};

/** Sessions are cookies `probe=<anything>`; those in `ended` are no longer live. */
@Injectable()
export class ProbeSessions extends Authenticator {
  readonly ended = new Set<string>();

  override async authenticate(cookieHeader: string | undefined): Promise<Actor | null> {
    const session = /probe=(\w+)/.exec(cookieHeader ?? '')?.[1];
    if (!session || this.ended.has(session)) return null;
    return { personId: person, sessionId: session, centreId: null, roles: [], language: 'fi', timeZone: 'Europe/Helsinki' };
  }
}

@Controller()
export class ProbeController {
  leaked: Tx | undefined;
  attempts = 0;

  constructor(
    private readonly access: AccessService,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly outbox: OutboxService,
  ) {}

  @Route(probe.echo, 'case.read')
  echo(@Input() input: InputOf<typeof probe.echo>) {
    this.access.ask('case.read', { allow: true });
    return { text: input.body.text, secret: 'never sent' };
  }

  @Route(probe.unasked, 'case.read')
  unasked() {
    return {};
  }

  @Route(probe.unaskedWrite, 'case.read')
  async unaskedWrite(): Promise<void> {
    await this.database.transaction((tx) => this.outbox.plan(tx, [{ kind: probeKind, subjectId: newId(), occasion: 'unasked' }]));
  }

  @Route(probe.denied, 'case.read')
  denied() {
    this.access.ask('case.read', { allow: false, as: 'not_found' });
    return {};
  }

  @Route(probe.once, 'self')
  once(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof probe.once>) {
    return this.database.transaction(async (tx) => {
      this.leaked = tx;
      const { replayed, subjectId } = await this.idempotency.run(tx, actor, probe.once, input, async () => {
        const id = newId();
        await this.outbox.plan(tx, [{ kind: probeKind, subjectId: id }]);
        return id;
      });
      return { id: subjectId, replayed };
    });
  }

  @Route(probe.broken, 'public')
  broken(): void {
    throw new Error('secret detail');
  }

  @Route(probe.locked, 'self')
  async locked(): Promise<void> {
    await this.database.transaction(async (tx) => {
      this.attempts += 1;
      await tx.query(`SET LOCAL lock_timeout = '50ms'`);
      await tx.query('SELECT pg_advisory_xact_lock(42)');
    });
  }
}

@WebSocketGateway()
export class ProbeGateway {
  constructor(
    private readonly access: AccessService,
    private readonly realtime: Realtime,
  ) {}

  @OnEvent(probeEvents.greet, 'case.read')
  greet(@CurrentActor() actor: Actor, @Input() payload: PayloadOf<typeof probeEvents.greet>) {
    this.access.ask('case.read', { allow: true });
    this.realtime.notify(`session:${actor.sessionId}`, { topic: 'case', id: null });
    return { greeting: `Hei ${payload.name}` };
  }

  @OnEvent(probeEvents.unasked, 'case.read')
  unasked() {
    return {};
  }

  @OnEvent(probeEvents.broken, 'self')
  broken(): never {
    throw new Error('secret detail');
  }
}

/** Remembers what it got and answers as told. */
@OutboxHandler(probeKind)
@Injectable()
export class ProbeHandler implements OutboxHandling {
  readonly handled: OutboxRow[] = [];
  largestChunk = 0;
  answer: (row: OutboxRow) => OutboxOutcome | Promise<OutboxOutcome> = ({ id }) => ({ id, status: 'done' });

  async handle(rows: readonly OutboxRow[]): Promise<readonly OutboxOutcome[]> {
    this.handled.push(...rows);
    this.largestChunk = Math.max(this.largestChunk, rows.length);
    return Promise.all(rows.map((row) => this.answer(row)));
  }
}

@Module({
  controllers: [ProbeController],
  providers: [ProbeSessions, ProbeGateway, { provide: Authenticator, useExisting: ProbeSessions }],
})
export class ProbeApiModule {}

@Module({ providers: [ProbeHandler] })
export class ProbeWorkerModule {}
