import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface CaughtMail {
  id: number;
  /** ISO instant at which the server took it. */
  receivedAt: string;
  /** The envelope, not the headers. */
  from: string;
  to: string[];
  messageId: string;
  subject: string;
  text: string;
  html: string;
  /** The iTIP part, when there is one. */
  calendar?: { method: string; content: string };
  attachments: string[];
  /** The message as it came over the wire. */
  raw: string;
}

/** The newest mails in memory and, when a file is given, as one JSON text per line on disk, so that a restart keeps them. */
export class MailStore {
  private mails: CaughtMail[];
  private nextId: number;
  private linesOnDisk: number;

  constructor(
    private readonly file: string | undefined,
    private readonly limit: number,
  ) {
    const lines = file && existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    this.mails = lines.flatMap(readLine).slice(-limit);
    this.linesOnDisk = lines.length;
    this.nextId = (this.mails.at(-1)?.id ?? 0) + 1;
  }

  /** Oldest first. */
  all(): readonly CaughtMail[] {
    return this.mails;
  }

  find(id: number): CaughtMail | undefined {
    return this.mails.find((mail) => mail.id === id);
  }

  add(content: Omit<CaughtMail, 'id'>): CaughtMail {
    const mail = { id: this.nextId++, ...content };
    this.mails.push(mail);
    if (this.mails.length > this.limit) this.mails.shift();
    this.save(mail);
    return mail;
  }

  clear(): void {
    this.mails = [];
    this.rewrite();
  }

  private save(mail: CaughtMail): void {
    if (!this.file) return;
    appendFileSync(this.file, `${JSON.stringify(mail)}\n`, { mode: 0o600 });
    this.linesOnDisk += 1;
    if (this.linesOnDisk > 2 * this.limit) this.rewrite();
  }

  private rewrite(): void {
    if (!this.file) return;
    writeFileSync(`${this.file}.new`, this.mails.map((mail) => `${JSON.stringify(mail)}\n`).join(''), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
    this.linesOnDisk = this.mails.length;
  }
}

/** A kill −9 may leave half a line at the end. */
function readLine(line: string): CaughtMail[] {
  try {
    return [JSON.parse(line) as CaughtMail];
  } catch {
    return [];
  }
}
