import { simpleParser } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { freePort } from './ports.js';
import { MailStore, type CaughtMail } from './mail-store.js';

export type { CaughtMail } from './mail-store.js';

export interface MailCatcherOptions {
  port?: number;
  /** Where the mails are kept over restarts; without it they live in memory only. */
  file?: string;
  /** How many mails are kept, the newest; default 500. */
  keep?: number;
  /** False: only envelope, subject and Message-ID are read (a sink for thousands of mails). Default true. */
  parse?: boolean;
  /** Called before a mail is taken; what it throws refuses the mail (`responseCode` of the error, else 451 "try again"). */
  onMail?: (envelope: { from: string; to: string[] }) => void | Promise<void>;
}

export interface MailCatcher {
  readonly port: number;
  /** smtp://127.0.0.1:port */
  readonly url: string;
  /** Oldest first. */
  messages(): readonly CaughtMail[];
  find(id: number): CaughtMail | undefined;
  clear(): void;
  /** The first mail, present or to come, that fits; rejects after `timeoutMs` (default 10 s) with what there was instead. */
  waitFor(fits: (mail: CaughtMail) => boolean, timeoutMs?: number): Promise<CaughtMail>;
  stop(): Promise<void>;
}

const maximumBytes = 10_000_000;

/** A real SMTP server on 127.0.0.1 that takes every mail and delivers none. */
export async function startMailCatcher(options: MailCatcherOptions = {}): Promise<MailCatcher> {
  const store = new MailStore(options.file, options.keep ?? 500);
  const waiting = new Set<(mail: CaughtMail) => void>();
  const receive = async (raw: Buffer, session: SMTPServerSession): Promise<void> => {
    const envelope = { from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '', to: session.envelope.rcptTo.map(({ address }) => address) };
    await options.onMail?.(envelope);
    const read = options.parse === false ? readHeaders(raw) : await parseMail(raw);
    const mail = store.add({ receivedAt: new Date().toISOString(), ...envelope, ...read, raw: raw.toString('utf8') });
    for (const notify of waiting) notify(mail);
  };
  const server = new SMTPServer({
    name: 'neuvo-mail-catcher',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maximumBytes,
    onData: (stream, session, callback) => {
      void readAll(stream)
        .then((raw) => receive(raw, session))
        .then(
          () => callback(),
          (error: unknown) => callback(refusal(error)),
        );
    },
  });
  // A client that vanishes in the middle is its own business.
  server.on('error', () => undefined);
  const port = await listen(server, options.port ?? (await freePort()));

  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    messages: () => store.all(),
    find: (id) => store.find(id),
    clear: () => store.clear(),
    waitFor: (fits, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const present = store.all().find(fits);
        if (present) return resolve(present);
        const timer = setTimeout(() => {
          waiting.delete(notify);
          const seen = store.all().map((mail) => `${mail.to.join(', ')}: ${mail.subject}`);
          reject(new Error(`No such mail within ${timeoutMs} ms; there are:\n${seen.join('\n') || '(none)'}`));
        }, timeoutMs);
        const notify = (mail: CaughtMail): void => {
          if (!fits(mail)) return;
          clearTimeout(timer);
          waiting.delete(notify);
          resolve(mail);
        };
        waiting.add(notify);
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of server.connections) connection.close();
      }),
  };
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.server.off('error', reject);
      resolve((server.server.address() as AddressInfo).port);
    });
  });
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw Object.assign(new Error('The mail is too large'), { responseCode: 552 });
  return Buffer.concat(chunks);
}

function refusal(error: unknown): Error {
  return Object.assign(error instanceof Error ? error : new Error(String(error)), {
    responseCode: (error as { responseCode?: number }).responseCode ?? 451,
  });
}

type ReadMail = Pick<CaughtMail, 'messageId' | 'subject' | 'text' | 'html' | 'calendar' | 'attachments'>;

async function parseMail(raw: Buffer): Promise<ReadMail> {
  const parsed = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
  const calendar = parsed.attachments.find(({ contentType }) => contentType === 'text/calendar');
  const content = calendar?.content.toString('utf8') ?? '';
  return {
    messageId: parsed.messageId ?? '',
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    ...(calendar ? { calendar: { method: /^METHOD:(\w+)/m.exec(content)?.[1] ?? '', content } } : {}),
    attachments: parsed.attachments.map(({ filename, contentType }) => filename ?? contentType),
  };
}

function readHeaders(raw: Buffer): ReadMail {
  const end = raw.indexOf('\r\n\r\n');
  const headers = raw.toString('utf8', 0, end < 0 ? raw.length : end).replace(/\r\n[ \t]+/g, ' ');
  const header = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(headers)?.[1]?.trim() ?? '';
  return { messageId: header('Message-ID'), subject: header('Subject'), text: '', html: '', attachments: [] };
}
