import type { AssignmentRole, Language } from '@app/contracts';

/** Who acts: the signed-in person as the session knows them. */
export interface Actor {
  readonly personId: string;
  readonly sessionId: string;
  /** The centre chosen in this session, if any. */
  readonly centreId: string | null;
  /** Assignments valid now. */
  readonly roles: readonly { readonly role: AssignmentRole; readonly centreId: string | null }[];
  readonly language: Language;
  /** IANA name. */
  readonly timeZone: string;
}

/** Tells who a session cookie belongs to. Implemented by accounts; used by HTTP requests and socket handshakes alike. */
export abstract class Authenticator {
  /**
   * @param cookieHeader the raw `Cookie` header
   * @param options `touch: false` looks without prolonging the idle limit (periodic checks of idle sockets)
   * @returns null when there is no live session
   */
  abstract authenticate(cookieHeader: string | undefined, options?: { touch?: boolean }): Promise<Actor | null>;
}
