import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { Config } from '../config/config.js';
import { Failpoints } from '../failpoint.js';

/** A mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** iTIP object (RFC 5546), sent as an alternative part and as the attachment `kutsu.ics`. */
  readonly ical?: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string };
  /** Further iTIP objects; each is about one UID, so they cannot share one. */
  readonly attachments?: readonly { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string }[];
  /** Without angle brackets; the same mail sent again keeps it, so that the receiver's server can tell. */
  readonly messageId: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A mail the server will never take: wrong address, refused content. Others may be tried again. */
export function isPermanentMailError(error: unknown): boolean {
  const { responseCode, code } = (error ?? {}) as { responseCode?: number; code?: string };
  return code === 'EENVELOPE' && (responseCode === undefined || responseCode >= 500) ? true : (responseCode ?? 0) >= 550;
}

/** Delivery to the mail server over a pool of `config.mail.connections` connections. */
@Injectable()
export class MailTransport implements OnApplicationShutdown {
  private readonly transport;

  constructor(
    private readonly config: Config,
    private readonly failpoints: Failpoints,
  ) {
    const url = new URL(config.mail.url);
    const options: SMTPPool.Options = {
      pool: true,
      host: url.hostname,
      port: Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587),
      secure: url.protocol === 'smtps:',
      requireTLS: config.environment === 'production' && url.protocol === 'smtp:',
      ...(url.username && { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
      maxConnections: config.mail.connections,
      maxMessages: Infinity,
      connectionTimeout: 5_000,
      greetingTimeout: 5_000,
      socketTimeout: 15_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    this.transport = createTransport(options);
  }

  /**
   * Resolves when the mail server has taken the mail.
   * @throws the error of the mail server, with `responseCode`; see `isPermanentMailError`
   */
  async send(mail: Mail): Promise<void> {
    if (!/^[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+$/.test(mail.to)) {
      throw Object.assign(new Error('not a plain mail address'), { code: 'EENVELOPE' });
    }
    await this.transport.sendMail({
      from: this.config.mail.from,
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      ...(mail.html && { html: mail.html }),
      ...(mail.ical && { icalEvent: { method: mail.ical.method, filename: 'kutsu.ics', content: mail.ical.content } }),
      attachments: (mail.attachments ?? []).map(({ method, content }, index) => ({
        filename: `aika-${index + 1}.ics`,
        content,
        contentType: `text/calendar; charset=utf-8; method=${method}`,
      })),
      messageId: `<${mail.messageId}>`,
      headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
    });
    this.failpoints.reach('mail.after-send');
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}
