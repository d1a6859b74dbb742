import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { OUTBOX_KIND, type OutboxHandling } from './outbox-handler.js';
import { OUTBOX_KINDS } from './outbox-kinds.js';

/** Who carries out which kind. The worker does not start while a kind has no handler, or two. */
@Injectable()
export class OutboxHandlers implements OnApplicationBootstrap {
  private readonly byKind = new Map<string, OutboxHandling[]>();

  constructor(
    @Inject(OUTBOX_KINDS) private readonly kinds: readonly string[],
    private readonly discovery: DiscoveryService,
  ) {}

  onApplicationBootstrap(): void {
    const providers = new Set(this.discovery.getProviders().map(({ instance }) => instance as unknown));
    for (const instance of providers) {
      if (typeof instance !== 'object' || instance === null) continue;
      const kind: unknown = Reflect.getMetadata(OUTBOX_KIND, instance.constructor ?? Object);
      if (typeof kind === 'string') this.byKind.set(kind, [...(this.byKind.get(kind) ?? []), instance as OutboxHandling]);
    }
    const wrong = [...new Set([...this.kinds, ...this.byKind.keys()])]
      .map((kind) => ({ kind, handlers: this.byKind.get(kind)?.length ?? 0, known: this.kinds.includes(kind) }))
      .filter(({ handlers, known }) => handlers !== 1 || !known);
    if (wrong.length > 0) {
      throw new Error(`Outbox kinds need exactly one handler: ${wrong.map((w) => `${w.kind} has ${w.handlers}${w.known ? '' : ', unknown kind'}`).join('; ')}`);
    }
  }

  of(kind: string): OutboxHandling {
    const handler = this.byKind.get(kind)?.[0];
    if (!handler) throw new Error(`no handler for ${kind}`);
    return handler;
  }
}
