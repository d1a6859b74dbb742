import { expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import type { Namespace } from 'socket.io';
import { inOrder } from './in-order.js';

type Adapter = Namespace['adapter'];

it('lets no message overtake another to the same rooms, and holds up no other', async () => {
  const { adapter, delivered, tell } = slowAdapter();
  send(adapter, 'first', 'a', 'b');
  send(adapter, 'second', 'b', 'a');
  send(adapter, 'elsewhere', 'c');
  tell('second');
  tell('elsewhere');
  await settled();
  expect(delivered).toEqual(['elsewhere']);
  tell('first');
  await settled();
  expect(delivered).toEqual(['elsewhere', 'first', 'second']);
});

it('goes on after a message that could not be sent', async () => {
  const { adapter, delivered, errors, tell, fail } = slowAdapter();
  send(adapter, 'first', 'a');
  send(adapter, 'second', 'a');
  fail('first');
  tell('second');
  await settled();
  expect({ delivered, errors }).toEqual({ delivered: ['second'], errors: ['first'] });
});

function send(adapter: Adapter, data: string, ...rooms: string[]): void {
  adapter.broadcast({ data }, { rooms: new Set(rooms) });
}

/** Some turns of the event loop: time for two messages, one after the other. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await turn();
}

/** Delivers each message when the test says that the other processes have been told, or could not be. */
function slowAdapter() {
  const delivered: string[] = [];
  const errors: string[] = [];
  const told = new Set<string>();
  const failed = new Set<string>();
  const broadcast = async ({ data }: { data: string }): Promise<void> => {
    while (!told.has(data)) await turn();
    if (failed.has(data)) throw new Error(data);
    delivered.push(data);
  };
  return {
    adapter: inOrder(() => ({ broadcast }) as unknown as Adapter, ({ message }) => errors.push(message))({} as Namespace),
    delivered,
    errors,
    tell: (data: string) => told.add(data),
    fail: (data: string) => (failed.add(data), told.add(data)),
  };
}
