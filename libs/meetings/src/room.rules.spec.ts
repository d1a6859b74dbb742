import { describe, expect, it } from '@jest/globals';
import { leastLoaded, newRoomName, remedyFor, type RoomSight, type ServerState } from './room.rules.js';

const server = (url: string, load: number, rooms: string[] = []): ServerState => ({ url, up: true, load, rooms: new Set(rooms) });
const down = (url: string): ServerState => ({ url, up: false, load: 0, rooms: new Set() });
const room = (silent: number, silentFor: number): RoomSight => ({ server: 'a', name: 'room', silent, silentFor });

describe('names of rooms', () => {
  it('are 128 random bits that fit a URL, and never repeat', () => {
    const names = Array.from({ length: 10_000 }, newRoomName);
    expect(names.every((name) => /^[A-Za-z0-9_-]{22}$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the server of a new room', () => {
  it('is the one with the fewest people among those that answer', () => {
    expect(leastLoaded([server('a', 9), down('b'), server('c', 2), server('d', 4)])?.url).toBe('c');
  });

  it('is none when none answers', () => {
    expect(leastLoaded([down('a'), down('b')])).toBeNull();
    expect(leastLoaded([])).toBeNull();
  });
});

describe('a media room after a look at the servers', () => {
  const cases: [string, RoomSight, ServerState[], ReturnType<typeof remedyFor>][] = [
    ['stays when its server shows it', room(0, 0), [server('a', 5, ['room']), server('b', 0)], { do: 'nothing' }],
    ['is replaced when its server answers without it', room(0, 0), [server('a', 0)], { do: 'replace', server: 'a' }],
    ['moves to the least loaded then', room(0, 0), [server('a', 5), server('b', 0)], { do: 'replace', server: 'b' }],
    ['waits after one silent look', room(1, 0), [down('a'), server('b', 0)], { do: 'wait' }],
    ['moves after two', room(2, 250), [down('a'), server('b', 0)], { do: 'replace', server: 'b' }],
    ['waits for any server at first', room(9, 2_900), [down('a'), down('b')], { do: 'wait' }],
    ['becomes direct after three seconds without any', room(12, 3_000), [down('a'), down('b')], { do: 'replace', server: null }],
    ['moves away from a server that is not configured any more', room(2, 250), [server('b', 0)], { do: 'replace', server: 'b' }],
  ];

  it.each(cases)('%s', (_name, sight, servers, remedy) => {
    expect(remedyFor(sight, servers)).toEqual(remedy);
  });
});
