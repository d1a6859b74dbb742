import { Injectable } from '@nestjs/common';

/** The sockets at doors that this process holds. */
@Injectable()
export class LocalSockets {
  private readonly ids = new Set<string>();

  add(socketId: string): void {
    this.ids.add(socketId);
  }

  /** Whether it was there. */
  remove(socketId: string): boolean {
    return this.ids.delete(socketId);
  }

  all(): string[] {
    return [...this.ids];
  }
}
