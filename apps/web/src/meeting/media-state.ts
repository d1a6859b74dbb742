import type { MediaError } from './media-error.js';
import type { RefusalCode } from './meeting-server.js';
import type { AttachPicture, Connection } from './transport.js';

/** Where this person's media stands. Only `ended` is left by a new `join()`; the rest follows events. */
export type MeetingState =
  | { readonly name: 'idle' }
  /** Looking at oneself before going to the door. */
  | { readonly name: 'checking' }
  /** At the door, until the meeting is open and somebody lets this person in. */
  | { readonly name: 'waiting' }
  | { readonly name: 'connecting' }
  /** Connected through the media server. */
  | { readonly name: 'live' }
  /** The line wavers and mends itself; the others may still hear this person. */
  | { readonly name: 'reconnecting' }
  /** The line is gone, nobody hears this person; connecting anew. */
  | { readonly name: 'rejoining' }
  /** Connected browser to browser. `picture` is false from the fifth person on: sound only. */
  | { readonly name: 'direct'; readonly picture: boolean }
  | { readonly name: 'ended'; readonly reason: EndReason };

export type EndReason = 'left' | 'removed' | 'meeting_ended' | 'other_tab' | RefusalCode;

export interface ParticipantView {
  /** `<participationId>:<deviceSession>`: one person may be in with two devices. */
  readonly id: string;
  readonly participationId: string;
  readonly isLocal: boolean;
  readonly micOn: boolean;
  readonly cameraOn: boolean;
  readonly speaking: boolean;
  readonly connection: Connection;
  /** Shows the picture until the returned function is called; another function when it is another track. */
  readonly attach: AttachPicture | null;
}

/** What the screens render; a new object only when something in it changed. */
export interface MediaView {
  readonly state: MeetingState;
  readonly mode: 'livekit' | 'direct' | null;
  /** What the person wants, whatever the connection does. */
  readonly micOn: boolean;
  readonly cameraOn: boolean;
  /** A moderator muted the microphone; cleared when the person unmutes. */
  readonly mutedByModerator: boolean;
  readonly participants: readonly ParticipantView[];
  /** The browser wants a click before it plays sound: offer `startSound()`. */
  readonly soundBlocked: boolean;
  /** The latest trouble of a device or while connecting; null when it is over. */
  readonly problem: MediaError | null;
}

/** Whether two views of a list show the same; saves a render. */
export function sameList<T extends object>(before: readonly T[], after: readonly T[]): boolean {
  return before.length === after.length && before.every((item, index) => sameFields(item, after[index] as T));
}

export function sameFields<T extends object>(before: T, after: T): boolean {
  if (before === after) return true;
  const keys = Object.keys(after) as (keyof T)[];
  return keys.length === Object.keys(before).length && keys.every((key) => Object.is(before[key], after[key]));
}
