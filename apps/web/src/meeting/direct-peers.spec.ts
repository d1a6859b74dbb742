import { describe, expect, it } from '@jest/globals';
import type { MeetingSnapshot } from '@app/contracts';
import { directPeers, pictureLimit } from './direct-peers.js';

const entry = (participationId: string, since: string | null, devices: string[], admission = 'admitted') => ({
  participationId,
  admission,
  since,
  devices: devices.map((deviceSession) => ({ deviceSession, micOn: true, cameraOn: false })),
});

const meeting = (...roster: ReturnType<typeof entry>[]) => ({ roster }) as unknown as MeetingSnapshot;

describe('directPeers', () => {
  it('lists each device of those who are in, by time of coming in, whatever the order of the roster', () => {
    const a = entry('a', '2027-01-01T10:05:00.000Z', ['phone', 'laptop']);
    const b = entry('b', '2027-01-01T10:00:00.000Z', ['tab']);
    const waiting = entry('c', '2027-01-01T09:00:00.000Z', ['tab'], 'waiting');
    const ids = ['b:tab', 'a:laptop', 'a:phone'];
    expect(directPeers(meeting(a, waiting, b)).map((peer) => peer.id)).toEqual(ids);
    expect(directPeers(meeting(b, a, waiting)).map((peer) => peer.id)).toEqual(ids);
  });

  it('gives pictures to the first four', () => {
    const people = Array.from({ length: 6 }, (_, minute) => entry(`p${minute}`, `2027-01-01T10:0${minute}:00.000Z`, ['tab']));
    expect(directPeers(meeting(...people)).map((peer) => peer.picture)).toEqual([true, true, true, true, false, false]);
  });
});

describe('pictureLimit', () => {
  it('keeps what one person sends under 1.2 Mb/s for any number of pictures', () => {
    for (const people of [1, 2, 3, 4]) {
      expect(pictureLimit(people).bitsPerSecond * (people - 1)).toBeLessThanOrEqual(1_200_000);
    }
    expect(pictureLimit(4).height).toBe(180);
  });
});
