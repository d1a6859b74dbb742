import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Actor, Authenticator } from './actor.js';

/** Finds the application's `Authenticator` wherever it is provided; without one the application does not start. */
@Injectable()
export class AuthenticatorPort implements OnModuleInit {
  private inner!: Authenticator;

  constructor(private readonly modules: ModuleRef) {}

  onModuleInit(): void {
    this.inner = this.modules.get(Authenticator, { strict: false });
  }

  authenticate(cookieHeader: string | undefined, options?: { touch?: boolean }): Promise<Actor | null> {
    return this.inner.authenticate(cookieHeader, options);
  }
}
