import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeMeeting, settle } from './meeting-fakes.js';
import { TicketRefused } from './meeting-server.js';

const person = { id: 'p1:tab', participationId: 'p1', micOn: true, cameraOn: true, speaking: false, connection: 'good', sound: null, attach: () => () => undefined } as const;

let meeting: FakeMeeting;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
  meeting = new FakeMeeting();
});

afterEach(() => {
  meeting.media.dispose();
  jest.useRealTimers();
});

async function goIn(): Promise<void> {
  await meeting.media.join();
  meeting.media.follow(meeting.snapshot());
  await settle();
}

async function pass(milliseconds: number): Promise<void> {
  await jest.advanceTimersByTimeAsync(milliseconds);
  await settle();
}

async function newRoom(): Promise<void> {
  meeting.epoch += 1;
  meeting.media.follow(meeting.snapshot());
  await settle();
}

describe('the way in', () => {
  it('goes from the device check through the door to the meeting', async () => {
    await meeting.media.check();
    await goIn();
    expect(meeting.states).toEqual(['checking', 'waiting', 'connecting', 'live']);
    expect(meeting.last.outgoing).toMatchObject({ microphone: { on: true } });
    expect(meeting.device.at(-1)).toEqual({ micOn: true, cameraOn: true });
  });

  it('waits until the meeting is open and the person is let in', async () => {
    await meeting.media.join();
    meeting.media.follow(meeting.snapshot({ admission: 'waiting' }));
    meeting.media.follow(meeting.snapshot({ state: 'not_open' }));
    await settle();
    expect([meeting.state, meeting.tickets]).toEqual(['waiting', 0]);
    meeting.media.follow(meeting.snapshot());
    await settle();
    expect(meeting.state).toBe('live');
  });

  it('goes back to the door when the ticket is refused because nobody let the person in', async () => {
    meeting.answer = new TicketRefused('meeting.not_admitted');
    await goIn();
    await pass(60_000);
    expect([meeting.state, meeting.tickets]).toEqual(['waiting', 1]);
  });

  it('keeps the choices made before joining', async () => {
    await meeting.media.check();
    await meeting.media.setMic(false);
    await meeting.media.setCamera(false);
    await goIn();
    expect(meeting.last.outgoing).toMatchObject({ microphone: { on: false, track: { enabled: false } }, camera: null });
  });

  it('joins without a camera when there is none, and says so', async () => {
    meeting.capture.refusals.video = 'NotFoundError';
    await goIn();
    expect(meeting.state).toBe('live');
    expect(meeting.last.outgoing).toMatchObject({ microphone: { on: true }, camera: null });
    expect(meeting.media.getSnapshot().cameraOn).toBe(false);
    expect(meeting.media.devices.getSnapshot().problems.camera?.code).toBe('device_missing');
  });

  it.each([
    [4, true],
    [5, false],
  ])('tells person number %i of direct mode whether there are pictures: %s', async (people, picture) => {
    meeting.answer = { mode: 'direct' };
    await meeting.media.join();
    meeting.media.follow(meeting.snapshot({ mode: 'direct', people }));
    await settle();
    expect(meeting.media.getSnapshot().state).toEqual({ name: 'direct', picture });
  });
});

describe('the end', () => {
  it.each([
    ['left', () => meeting.media.leave()],
    ['removed', () => meeting.media.follow(meeting.snapshot({ admission: 'removed' }))],
    ['removed', () => meeting.last.events.lost('removed')],
    ['meeting_ended', () => meeting.media.follow(meeting.snapshot({ state: 'ended' }))],
    ['other_tab', () => meeting.last.events.lost('other_tab')],
  ] as const)('is final and frees every device: %s', async (reason, happens) => {
    await goIn();
    happens();
    await newRoom();
    await pass(60_000);
    expect(meeting.media.getSnapshot()).toMatchObject({ state: { name: 'ended', reason }, participants: [], mode: null });
    expect([meeting.tickets, meeting.open.length]).toEqual([1, 0]);
    expect([...meeting.capture.given, ...meeting.last.handed].every((track) => track.readyState === 'ended')).toBe(true);
  });

  it('names the refusal when the meeting is full', async () => {
    meeting.answer = new TicketRefused('meeting.full');
    await goIn();
    expect(meeting.media.getSnapshot().state).toEqual({ name: 'ended', reason: 'meeting.full' });
  });

  it('can be undone by joining here again', async () => {
    await goIn();
    meeting.last.events.lost('other_tab');
    await meeting.media.join();
    await settle();
    expect(meeting.state).toBe('live');
  });
});

describe('the way back', () => {
  it('leaves for a new room at once, without waiting for the library to give up', async () => {
    await goIn();
    meeting.last.events.mending(true);
    expect(meeting.state).toBe('reconnecting');
    await newRoom();
    expect([meeting.state, meeting.last.ticket.epoch, meeting.open.length]).toEqual(['live', 2, 1]);
    expect(meeting.mediaLost).toEqual([1]);
  });

  it('asks again when the ticket is for an older room than the one announced', async () => {
    await goIn();
    meeting.answer = { epoch: 1 };
    await newRoom();
    expect(meeting.transports).toHaveLength(1);
    meeting.answer = {};
    await pass(200);
    expect([meeting.state, meeting.last.ticket.epoch]).toEqual(['live', 2]);
  });

  it('finds the new room itself when the push was lost', async () => {
    await goIn();
    meeting.last.events.mending(true);
    meeting.epoch = 2;
    await pass(2_600);
    expect([meeting.state, meeting.last.ticket.epoch]).toEqual(['live', 2]);
  });

  it('comes back by itself when the room is the same', async () => {
    await goIn();
    meeting.last.events.mending(true);
    await pass(5_000);
    meeting.last.events.mending(false);
    await pass(60_000);
    expect([meeting.state, meeting.transports.length]).toEqual(['live', 1]);
  });

  it('gives a library twelve seconds to mend itself', async () => {
    await goIn();
    meeting.last.events.mending(true);
    await pass(12_600);
    expect([meeting.state, meeting.transports.length, meeting.open.length]).toEqual(['live', 2, 1]);
  });

  it('gives up a connection that does not come up', async () => {
    meeting.opening = 'hangs';
    await goIn();
    meeting.opening = 'opens';
    await pass(15_200);
    expect([meeting.state, meeting.transports.length, meeting.open.length]).toEqual(['live', 2, 1]);
  });

  it('tries four times in the first two and a half seconds, then slowly, and never stops', async () => {
    await goIn();
    meeting.answer = new Error('503');
    meeting.last.events.lost('lost');
    await pass(2_800);
    const early = meeting.tickets - 1;
    expect(early).toBeGreaterThanOrEqual(4);
    await pass(600_000);
    expect(meeting.state).toBe('rejoining');
    expect(meeting.media.getSnapshot().problem?.code).toBe('server_unreachable');
    expect(meeting.tickets - early).toBeLessThan(190);
    meeting.answer = {};
    await pass(7_000);
    expect(meeting.state).toBe('live');
    expect(meeting.media.getSnapshot().problem).toBeNull();
  });

  it('slows down for a room that lets people in and drops them at once', async () => {
    await goIn();
    for (let second = 0; second < 60; second += 1) {
      if (meeting.state === 'live') meeting.last.events.lost('lost');
      await pass(1_000);
    }
    expect(meeting.transports.length).toBeLessThan(20);
  });
});

describe('bugs that others had', () => {
  it('a muted person never comes back unmuted', async () => {
    await goIn();
    await meeting.media.setMic(false);
    await newRoom();
    meeting.last.events.lost('lost');
    await pass(500);
    for (const transport of meeting.transports.slice(1)) {
      expect(transport.sent.every(({ microphone }) => microphone?.on === false)).toBe(true);
      expect(transport.handed.filter((track) => track.kind === 'audio').every((track) => !track.enabled)).toBe(true);
    }
    expect(meeting.transports).toHaveLength(3);
  });

  it('a mute silences what the connection holds at once, whatever the library does with it', async () => {
    await goIn();
    void meeting.media.setMic(false);
    expect(meeting.last.handed.map((track) => [track.kind, track.enabled])).toEqual([['audio', false], ['video', true]]);
  });

  it('a moderator who mutes somebody during a reconnect is obeyed after it', async () => {
    await goIn();
    meeting.opening = 'hangs';
    await newRoom();
    meeting.media.muteByModerator();
    meeting.last.opened();
    await settle();
    expect(meeting.media.getSnapshot()).toMatchObject({ state: { name: 'live' }, micOn: false, mutedByModerator: true });
    expect(meeting.last.outgoing.microphone?.on).toBe(false);
    await meeting.media.setMic(true);
    expect(meeting.media.getSnapshot()).toMatchObject({ micOn: true, mutedByModerator: false });
  });

  it('a mute by the media server is kept as a wish of the person', async () => {
    await goIn();
    meeting.last.events.mutedByServer();
    await newRoom();
    expect(meeting.last.outgoing.microphone?.on).toBe(false);
  });

  it('a zombie room cannot send, and what it says is not heard', async () => {
    meeting.opening = 'hangs';
    await goIn();
    const zombie = meeting.last;
    await newRoom();
    zombie.opened();
    await settle();
    expect(meeting.state).toBe('connecting');
    meeting.last.opened();
    await settle();
    zombie.events.people([person]);
    zombie.events.lost('removed');
    zombie.events.mutedByServer();
    await settle();
    expect([meeting.state, zombie.closed, meeting.transports.length]).toEqual(['live', true, 2]);
    expect(zombie.handed.map((track) => track.readyState)).toEqual(['ended', 'ended']);
    expect(meeting.media.getSnapshot()).toMatchObject({ micOn: true, participants: [{ isLocal: true }] });
  });

  it('one loss makes one new room, however often it is reported', async () => {
    await goIn();
    const { events } = meeting.last;
    events.mending(true);
    events.lost('lost');
    events.lost('lost');
    meeting.epoch = 2;
    meeting.media.follow(meeting.snapshot());
    meeting.media.follow(meeting.snapshot());
    events.lost('lost');
    await pass(30_000);
    expect([meeting.transports.length, meeting.open.length, meeting.state]).toEqual([2, 1, 'live']);
  });

  it('a library that stops the tracks it was handed does not take the devices', async () => {
    await goIn();
    for (const track of meeting.last.handed) track.stop();
    meeting.last.events.lost('lost');
    await pass(500);
    expect(meeting.capture.questions).toBe(1);
    expect(meeting.capture.given.map((track) => track.readyState)).toEqual(['live', 'live']);
    expect(meeting.last.handed.map((track) => track.readyState)).toEqual(['live', 'live']);
  });

  it('a listener that answers each change with commands causes no loop', async () => {
    let calls = 0;
    meeting.media.subscribe(() => {
      calls += 1;
      if (calls > 100) throw new Error('loop');
      const { micOn, cameraOn } = meeting.media.getSnapshot();
      void meeting.media.join();
      void meeting.media.setMic(micOn);
      void meeting.media.setCamera(cameraOn);
      meeting.media.follow(meeting.snapshot());
    });
    await goIn();
    meeting.last.events.lost('lost');
    await pass(60_000);
    expect([meeting.state, meeting.transports.length]).toEqual(['live', 2]);
    const view = meeting.media.getSnapshot();
    meeting.media.follow(meeting.snapshot());
    meeting.last.events.people([]);
    expect(meeting.media.getSnapshot()).toBe(view);
  });

  it('who reads "rejoining" is not heard by anybody, and sees that the others are gone', async () => {
    await goIn();
    meeting.last.events.people([person]);
    const before = meeting.last;
    meeting.answer = new Error('503');
    before.events.lost('lost');
    expect(meeting.state).toBe('rejoining');
    expect(before.closed).toBe(true);
    expect(before.handed.every((track) => track.readyState === 'ended')).toBe(true);
    expect(meeting.media.getSnapshot().participants).toContainEqual(expect.objectContaining({ id: 'p1:tab', connection: 'lost', attach: null }));
  });
});
