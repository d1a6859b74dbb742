import { randomUUID } from 'node:crypto';
import { AccountsService } from '@app/accounts';
import { type AssignmentRole, type Consultation, type Language, type Notice, notices as serverEvents } from '@app/contracts';
import { Database } from '@app/platform';
import { centreId, organisationId } from '@app/reference';
import { DataSource } from 'typeorm';
import type { CaughtMail } from '../../apps/standalone/src/services/mail-catcher.js';
import { makeReference, signIn } from './factories.js';
import type { HttpClient } from './http-client.js';
import { openSystem, type SystemOptions, type TestSystem } from './system.js';

/** An answer of the API; bodies are looked at with matchers. */
export interface Answer<Body = Record<string, any>> {
  readonly status: number;
  readonly body: Body;
  /** The body as JSON, to look for words in. */
  readonly text: string;
}

/** Somebody signed in. */
export interface Member {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly client: HttpClient;
  get(path: string): Promise<Answer>;
  post(path: string, body: object, options?: { key?: string }): Promise<Answer>;
  /** Opens a page: notices it receives from now on. */
  listen(): Promise<{ readonly notices: Notice[]; close(): void }>;
}

export interface BookOptions {
  readonly caseId?: string;
  /** Required guests. */
  readonly people?: readonly { readonly id: string }[];
  readonly local?: string;
  readonly offset?: string;
  readonly durationMinutes?: number;
  readonly override?: { readonly reason: string };
  readonly needs?: readonly object[];
  /** Idempotency key; null sends none, left out a new one. */
  readonly key?: string | null;
}

interface PersonOptions {
  readonly role: AssignmentRole;
  readonly area?: string;
  readonly language?: Language;
  readonly timeZone?: string;
  readonly profession?: string;
}

interface CaseTexts {
  readonly title?: string;
  readonly background?: string;
}

const area = 'ita-suomi';

/** A centre with an owner of cases, a colleague, a coordinator and experts, and somebody of another area. */
export class Scene {
  system!: TestSystem;
  /** SMTP code a recipient is refused with; null takes the mail. */
  refuse: ((to: string) => number | null) | null = null;
  owner!: Member;
  coOwner!: Member;
  coordinator!: Member;
  expert!: Member;
  /** An expert whom nobody has invited yet. */
  stranger!: Member;
  outsider!: Member;

  static async open(options: SystemOptions): Promise<Scene> {
    const scene = new Scene();
    scene.system = await openSystem({ ...options, onMail: ({ to }) => scene.take(to) });
    await makeReference(scene.system);
    scene.owner = await scene.addPerson('Sanna Omistaja', { role: 'professional' });
    scene.coOwner = await scene.addPerson('Hanna Työpari', { role: 'professional' });
    scene.coordinator = await scene.addPerson('Kaisa Koordinaattori', { role: 'coordinator' });
    scene.expert = await scene.addPerson('Eero Asiantuntija', { role: 'expert' });
    scene.stranger = await scene.addPerson('Tuuli Tuntematon', { role: 'expert' });
    scene.outsider = await scene.addPerson('Olli Ulkopuolinen', { role: 'professional', area: 'lansi-suomi' });
    return scene;
  }

  close(): Promise<void> {
    return this.system.close();
  }

  async addPerson(name: string, { role, area: of = area, language = 'fi', timeZone = 'Europe/Helsinki', profession = 'CPS' }: PersonOptions): Promise<Member> {
    const email = `${randomUUID()}@neuvo.test`;
    const id = await this.system.api.get(Database, { strict: false }).transaction((tx) =>
      this.system.api.get(AccountsService, { strict: false }).create(tx, {
        email,
        password: null,
        name,
        professionCode: profession,
        organisationId: organisationId('keski-suomi'),
        language,
        timeZone,
        assignments: [{ role, centreId: centreId(of) }],
      }),
    );
    return this.open({ id, email, name }, centreId(of));
  }

  addExperts(count: number): Promise<Member[]> {
    return Promise.all(Array.from({ length: count }, (_, index) => this.addPerson(`Asiantuntija ${index + 1}`, { role: 'expert' })));
  }

  async openCase(member: Member, { title = 'Lapsi 7–9 v', background = '' }: CaseTexts = {}): Promise<string> {
    const body = { title, question: 'Mitä seuraavaksi?', themes: ['T11'], ageBand: '7-9', county: 'keski-suomi', language: 'fi', sections: { background } };
    const answer = await member.post('/api/cases', body);
    if (answer.status !== 201) throw new Error(answer.text);
    return String(answer.body['id']);
  }

  book(member: Member, { caseId, people = [], local, offset, durationMinutes = 60, override, needs, key = randomUUID() }: BookOptions): Promise<Answer<Consultation & Record<string, any>>> {
    const body = {
      caseId,
      participants: people.map(({ id }) => ({ personId: id, required: true })),
      start: { local, timeZone: 'Europe/Helsinki', ...(offset && { offset }) },
      durationMinutes,
      ...(override && { override }),
      ...(needs && { needs }),
    };
    return member.post('/api/consultations', body, key === null ? {} : { key }) as Promise<Answer<Consultation & Record<string, any>>>;
  }

  async query<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.system.database.query(sql, [...params])).rows as Row[];
  }

  /** Moves the clock and carries out what is due then. */
  async at(instant: string): Promise<void> {
    this.system.clock.set(instant);
    await this.system.settle();
  }

  mailsTo({ email }: Member): CaughtMail[] {
    return this.system.mails.messages().filter(({ to }) => to.includes(email));
  }

  /** How many statements the API sends while `work` runs. */
  async countQueries(work: () => Promise<unknown>): Promise<number> {
    const source = this.system.api.get(DataSource, { strict: false });
    const create = source.createQueryRunner.bind(source);
    let count = 0;
    source.createQueryRunner = (mode) => {
      const runner = create(mode);
      const query = runner.query.bind(runner) as typeof runner.query;
      runner.query = ((...args: Parameters<typeof query>) => {
        count += 1;
        return query(...args);
      }) as typeof runner.query;
      return runner;
    };
    try {
      await work();
    } finally {
      source.createQueryRunner = create;
    }
    return count;
  }

  private take([to = '']: readonly string[]): void {
    const code = this.refuse?.(to) ?? null;
    if (code !== null) throw Object.assign(new Error('refused by the test'), { responseCode: code });
  }

  private async open(person: Pick<Member, 'id' | 'email' | 'name'>, centre: string): Promise<Member> {
    const client = await signIn(this.system, person.id, centre);
    const answer = ({ status, body }: { status: number; body: Record<string, any> }): Answer => ({ status, body, text: JSON.stringify(body) });
    return {
      ...person,
      client,
      get: async (path) => answer(await client.get(path)),
      post: async (path, body, options) => answer(await client.post(path, body, options?.key ? { 'idempotency-key': options.key } : {})),
      listen: async () => {
        const socket = await client.connect();
        const notices: Notice[] = [];
        socket.on(serverEvents.changed.name, (notice: Notice) => notices.push(notice));
        return { notices, close: () => socket.close() };
      },
    };
  }
}
