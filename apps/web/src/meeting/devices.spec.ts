import { beforeEach, describe, expect, it } from '@jest/globals';
import { Devices } from './devices.js';
import { FakeCapture, settle } from './meeting-fakes.js';

let capture: FakeCapture;
let devices: Devices;

beforeEach(() => {
  capture = new FakeCapture();
  capture.install();
  devices = new Devices();
});

describe('Devices', () => {
  it('asks the person once for both', async () => {
    await devices.open(['microphone', 'camera']);
    await devices.open(['microphone', 'camera']);
    expect(capture.questions).toBe(1);
    expect(devices.getSnapshot()).toMatchObject({ resolution: { width: 960, height: 540 }, problems: { microphone: null, camera: null } });
  });

  it.each([
    ['NotAllowedError', 'permission_denied'],
    ['NotFoundError', 'device_missing'],
    ['NotReadableError', 'device_busy'],
    ['TypeError', 'device_failed'],
  ] as const)('goes on with the microphone when the camera gives %s', async (refusal, code) => {
    capture.refusals.video = refusal;
    await devices.open(['microphone', 'camera']);
    expect(devices.microphone).not.toBeNull();
    expect(devices.camera).toBeNull();
    expect(devices.getSnapshot().problems).toMatchObject({ microphone: null, camera: { code } });
  });

  it('forgets the problem once the device opens', async () => {
    capture.refusals.video = 'NotReadableError';
    await devices.open(['camera']);
    delete capture.refusals.video;
    await devices.open(['camera']);
    expect(devices.getSnapshot().problems.camera).toBeNull();
  });

  it('stops a camera that comes after it was switched off again', async () => {
    const opening = devices.open(['camera']);
    devices.close('camera');
    await opening;
    expect(devices.camera).toBeNull();
    expect(capture.given.map((track) => track.readyState)).toEqual(['ended']);
  });

  it('stops the old device when another is chosen', async () => {
    await devices.open(['microphone']);
    await devices.choose('microphone', 'other');
    expect(capture.given.map((track) => track.readyState)).toEqual(['ended', 'live']);
  });

  it('goes on with another device when one is pulled out, and says so when there is none', async () => {
    await devices.open(['microphone']);
    capture.given[0]?.unplug();
    await settle();
    expect(devices.microphone).toBe(capture.given[1]);
    capture.refusals.audio = 'NotFoundError';
    capture.given[1]?.unplug();
    await settle();
    expect(devices.getSnapshot().problems.microphone?.code).toBe('device_missing');
  });
});
