import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { EVENT, type EventMetadata } from './on-event.decorator.js';
import { ROUTE, type RouteMetadata } from './route.decorator.js';

const messageMetadata = 'websockets:message_mapping';

/** Refuses to start when a handler can be reached without having declared its contract and policy. */
@Injectable()
export class DeclarationCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const bare = [
      ...this.handlers(this.discovery.getControllers(), METHOD_METADATA, ROUTE),
      ...this.handlers(this.discovery.getProviders(), messageMetadata, EVENT),
    ].filter((handler) => handler.declared === undefined);
    if (bare.length > 0) throw new Error(`Without @Route or @OnEvent: ${bare.map(({ name }) => name).join(', ')}`);
  }

  /** Declared routes and policies, for guard tests. */
  routes(): RouteMetadata[] {
    return this.handlers(this.discovery.getControllers(), METHOD_METADATA, ROUTE).map(({ declared }) => declared as RouteMetadata);
  }

  /** Declared socket messages and policies, for guard tests. */
  events(): EventMetadata[] {
    return this.handlers(this.discovery.getProviders(), messageMetadata, EVENT).map(({ declared }) => declared as EventMetadata);
  }

  private handlers(wrappers: ReturnType<DiscoveryService['getProviders']>, reachable: string, declaration: symbol): Handler[] {
    return wrappers.flatMap(({ instance }) => {
      if (typeof instance !== 'object' || instance === null) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object> | null;
      if (!prototype) return [];
      return this.scanner
        .getAllMethodNames(prototype)
        .map((name) => ({ name: `${instance.constructor?.name}.${name}`, method: prototype[name]! }))
        .filter(({ method }) => Reflect.hasMetadata(reachable, method))
        .map(({ name, method }) => ({ name, declared: Reflect.getMetadata(declaration, method) as unknown }));
    });
  }
}

interface Handler {
  readonly name: string;
  readonly declared: unknown;
}
