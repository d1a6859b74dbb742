import type { Namespace } from 'socket.io';

type Adapter = Namespace['adapter'];

/**
 * Makes messages to the same rooms leave in the order in which they were sent. The adapter hands a message to the sockets
 * of this process once the other processes have been told, over whichever connection is free: a later one could overtake it.
 */
export function inOrder(create: (namespace: Namespace) => Adapter, onError: (error: Error) => void): (namespace: Namespace) => Adapter {
  // Called with `new`, as a class would be.
  return function createInOrder(namespace) {
    const adapter = create(namespace);
    const broadcast = adapter.broadcast.bind(adapter);
    const underWay = new Map<string, Promise<void>>();
    adapter.broadcast = (packet, options) => {
      const to = [...options.rooms].sort().join(' ');
      const sent = (underWay.get(to) ?? Promise.resolve())
        .then(() => broadcast(packet, options))
        .catch(onError)
        .finally(() => {
          if (underWay.get(to) === sent) underWay.delete(to);
        });
      underWay.set(to, sent);
    };
    return adapter;
  };
}
