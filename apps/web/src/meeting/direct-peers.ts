import type { MeetingSnapshot } from '@app/contracts';
import type { DeviceAddress } from './meeting-server.js';

/** How many people show their picture in direct mode; each sends his to every other, so it grows with the square. */
export const PICTURES_IN_DIRECT_MODE = 4;

export interface DirectPeer extends DeviceAddress {
  /** `<participationId>:<deviceSession>` */
  readonly id: string;
  readonly micOn: boolean;
  readonly cameraOn: boolean;
  /** Sends and gets pictures; false from the fifth on, who has sound only. */
  readonly picture: boolean;
}

/** Everybody who is in, in the order of coming in. All browsers derive the same list from the same roster. */
export function directPeers(snapshot: MeetingSnapshot): DirectPeer[] {
  return snapshot.roster
    .filter((person) => person.admission === 'admitted')
    .flatMap((person) =>
      person.devices.map((device) => ({
        ...device,
        id: deviceId({ participationId: person.participationId, deviceSession: device.deviceSession }),
        participationId: person.participationId,
        since: person.since ?? '',
      })),
    )
    .sort((a, b) => compare(a.since, b.since) || compare(a.id, b.id))
    .map(({ since: _, ...peer }, index) => ({ ...peer, picture: index < PICTURES_IN_DIRECT_MODE }));
}

export function deviceId({ participationId, deviceSession }: DeviceAddress): string {
  return `${participationId}:${deviceSession}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export interface PictureLimit {
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitsPerSecond: number;
}

/** What one picture may cost when this many people send theirs to each other. */
export function pictureLimit(people: number): PictureLimit {
  if (people <= 2) return { height: 360, framesPerSecond: 20, bitsPerSecond: 600_000 };
  if (people === 3) return { height: 360, framesPerSecond: 15, bitsPerSecond: 400_000 };
  return { height: 180, framesPerSecond: 15, bitsPerSecond: 150_000 };
}
