import { createPostgresBackend, Queue, type QueueOptions, Worker, type WorkerOptions } from 'bullmq';
import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import pg from 'pg';
import { renderMail } from '../../libs/consultations/src/mails/consultation-mail.js';
import { serveOrders } from '../stack/children.js';

export interface MailJob {
  readonly smtpUrl: string;
  readonly connections: number;
  readonly receivers: readonly string[];
  /** Epoch milliseconds at which all of them are due. */
  readonly dueAt: number;
}

const queueName = 'bench-reminders';
const startsInMs = 15 * 60_000;

/** The peers of our delivery: the same mails without asking anybody, and one delayed BullMQ job for each of them. */
const orders = {
  /** Everything is rendered beforehand; at the instant all mails go to the pool at once. */
  sendBare: async ({ smtpUrl, connections, receivers, dueAt }: MailJob) => {
    const transport = openPool(smtpUrl, connections);
    const mails = receivers.map((receiver) => mailTo(receiver, dueAt));
    await new Promise((resolve) => setTimeout(resolve, dueAt - Date.now()));
    await Promise.all(mails.map((mail) => transport.sendMail(mail)));
    transport.close();
  },
  /** One job per mail, due at the instant; the worker sends what the job says. */
  sendByJobs: async ({ smtpUrl, connections, receivers, dueAt, databaseUrl }: MailJob & { databaseUrl: string }) => {
    const transport = openPool(smtpUrl, connections);
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 8, keepAlive: true, options: '-c search_path=bullmq' });
    const connection = { connection: pool } as unknown as QueueOptions & WorkerOptions;
    const queue = new Queue<string>(queueName, connection, createPostgresBackend as never);
    let left = receivers.length;
    await new Promise<void>((resolve, reject) => {
      const work = async ({ data }: { data: string }): Promise<void> => {
        await transport.sendMail(mailTo(data, dueAt));
        if ((left -= 1) === 0) resolve();
      };
      const worker = new Worker<string>(queueName, work, { ...connection, concurrency: connections * 2 }, createPostgresBackend as never);
      worker.on('error', reject);
      worker.on('failed', (_, error) => reject(error));
      const jobs = receivers.map((data) => ({ name: 'send', data, opts: { delay: Math.max(0, dueAt - Date.now()), removeOnComplete: true } }));
      void (async () => {
        for (let from = 0; from < jobs.length; from += 500) {
          await queue.addBulk(jobs.slice(from, from + 500).map((job) => ({ ...job, opts: { ...job.opts, delay: Math.max(0, dueAt - Date.now()) } })));
        }
      })().catch(reject);
    });
    transport.close();
    // The process ends soon; closing the queue would wait for its long polls.
  },
};
export type MailerOrders = typeof orders;

if (process.send) serveOrders(orders);

function openPool(smtpUrl: string, connections: number) {
  const { hostname: host, port } = new URL(smtpUrl);
  return createTransport({ pool: true, host, port: Number(port), maxConnections: connections, maxMessages: Infinity } satisfies SMTPPool.Options);
}

/** What a reminder of ours looks like. */
function mailTo(receiver: string, dueAt: number) {
  const sitting = { startsAt: new Date(dueAt + startsInMs), endsAt: new Date(dueAt + 5 * startsInMs), timeZone: 'Europe/Helsinki', icalUid: receiver, sequence: 0 };
  const [id = ''] = receiver.split('@');
  const mail = renderMail({
    kind: 'reminder',
    rowId: id,
    consultationId: id,
    receiver: { email: receiver, language: 'fi', timeZone: 'Europe/Helsinki', required: true, partstat: 'accepted' },
    sitting,
    publicUrl: 'http://127.0.0.1:3000',
    from: 'Neuvo <neuvo@neuvo.invalid>',
    now: new Date(),
  });
  const { to, subject, text, html, messageId } = mail;
  return { from: 'Neuvo <neuvo@neuvo.invalid>', to: { name: '', address: to }, subject, text, ...(html && { html }), messageId: `<${messageId}>` };
}
