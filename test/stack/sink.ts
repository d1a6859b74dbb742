import { startMailCatcher } from '../../apps/standalone/src/services/mail-catcher.js';
import { serveOrders } from './children.js';

const catcher = startMailCatcher({ parse: false, keep: 20_000 });

/** A real SMTP server that notes who got a mail and when. */
const orders = {
  /** @returns its smtp:// address */
  listen: async () => (await catcher).url,
  count: async () => (await catcher).messages().length,
  /** Receivers with the instant of arrival in epoch milliseconds and the Message-ID, oldest first; forgets them. */
  take: async () => {
    const { messages, clear } = await catcher;
    const taken = messages().map(({ to, receivedAt, messageId }) => ({ to: to[0] ?? '', at: Date.parse(receivedAt), messageId }));
    clear();
    return taken;
  },
};
export type SinkOrders = typeof orders;

if (process.send) serveOrders(orders);
