import { LevelMeter, playTestTone } from './level-meter.js';
import { captureError, type MediaError } from './media-error.js';
import { route } from './sound.js';

export type DeviceKind = 'microphone' | 'camera' | 'speaker';
export type CaptureKind = Exclude<DeviceKind, 'speaker'>;

export interface DeviceView {
  readonly microphones: readonly MediaDeviceInfo[];
  readonly cameras: readonly MediaDeviceInfo[];
  /** Empty where the browser does not let a page choose. */
  readonly speakers: readonly MediaDeviceInfo[];
  readonly chosen: Readonly<Record<DeviceKind, string>>;
  readonly problems: Readonly<Record<CaptureKind, MediaError | null>>;
  /** What the camera really gives, in pixels; null while it is off. */
  readonly resolution: { readonly width: number; readonly height: number } | null;
  /** The own picture for a preview; null while the camera is off. */
  readonly preview: MediaStream | null;
}

/** Enough for a face in a grid of twelve, cheap enough for an old laptop. */
const picture: MediaTrackConstraints = { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 25 } };

/**
 * The camera, microphone and speaker of this tab. It alone opens and stops capture; everybody else works on clones
 * of its tracks, so a connection that fails can never take the person's devices with it.
 */
export class Devices {
  #view: DeviceView = {
    microphones: [],
    cameras: [],
    speakers: [],
    chosen: { microphone: '', camera: '', speaker: '' },
    problems: { microphone: null, camera: null },
    resolution: null,
    preview: null,
  };
  readonly #tracks: Record<CaptureKind, MediaStreamTrack | null> = { microphone: null, camera: null };
  readonly #opening: Record<CaptureKind, number> = { microphone: 0, camera: 0 };
  readonly #listeners = new Set<() => void>();
  #meter: LevelMeter | null = null;
  #watching = false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): DeviceView => this.#view;

  get microphone(): MediaStreamTrack | null {
    return this.#tracks.microphone;
  }

  get camera(): MediaStreamTrack | null {
    return this.#tracks.camera;
  }

  /** Loudness at the own microphone now, 0–1, muted or not: for a meter, and to notice who speaks while muted. 0 while closed. */
  level(): number {
    return this.#meter?.level() ?? 0;
  }

  /** Opens what is asked for, with one question to the person where possible. Never rejects: see `problems`. */
  async open(kinds: readonly CaptureKind[]): Promise<void> {
    this.#watch();
    const missing = kinds.filter((kind) => this.#tracks[kind] === null);
    if (missing.length === 2) {
      const both = await this.#capture(missing).catch(() => null);
      if (both) return this.#list();
    }
    // One by one, to learn which of the two is the trouble and to go on with the other.
    for (const kind of missing) {
      await this.#capture([kind]).catch((cause: unknown) => this.#setProblem(kind, captureError(cause)));
    }
    await this.#list();
  }

  /** Stops a device; its lamp goes out. */
  close(kind: CaptureKind): void {
    this.#opening[kind] += 1;
    this.#adopt(kind, null);
  }

  /** Uses this device from now on. Never rejects: see `problems`. */
  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    this.#set({ chosen: { ...this.#view.chosen, [kind]: deviceId } });
    if (kind === 'speaker' || this.#tracks[kind] === null) return;
    await this.#capture([kind]).catch((cause: unknown) => this.#setProblem(kind, captureError(cause)));
  }

  async playTestTone(): Promise<void> {
    await playTestTone(async (element) => {
      await route(element, this.#view.chosen.speaker);
      await element.play();
    });
  }

  dispose(): void {
    this.#listeners.clear();
    this.stop();
  }

  /** Stops everything; `open()` starts it again. */
  stop(): void {
    this.close('microphone');
    this.close('camera');
    if (this.#watching) navigator.mediaDevices.removeEventListener('devicechange', this.#onDeviceChange);
    this.#watching = false;
  }

  async #capture(kinds: readonly CaptureKind[]): Promise<true> {
    if (!navigator.mediaDevices) throw new DOMException('no capture without https', 'SecurityError');
    const ticket = new Map(kinds.map((kind) => [kind, (this.#opening[kind] += 1)]));
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: kinds.includes('microphone') && { ...exactly(this.#view.chosen.microphone), echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      video: kinds.includes('camera') && { ...exactly(this.#view.chosen.camera), ...picture },
    });
    for (const track of stream.getTracks()) {
      const kind = track.kind === 'audio' ? 'microphone' : 'camera';
      // Closed or chosen anew while the browser was asking: this answer is no longer wanted.
      if (ticket.get(kind) === this.#opening[kind]) this.#adopt(kind, track);
      else track.stop();
    }
    return true;
  }

  #adopt(kind: CaptureKind, track: MediaStreamTrack | null): void {
    const before = this.#tracks[kind];
    if (before === track) return;
    this.#tracks[kind] = track;
    before?.stop();
    track?.addEventListener('ended', () => this.#onEnded(kind, track), { once: true });
    if (kind === 'microphone') {
      this.#meter?.dispose();
      this.#meter = track && typeof AudioContext === 'function' ? new LevelMeter(track) : null;
      this.#set({ problems: { ...this.#view.problems, microphone: null } });
    } else {
      const { width, height } = track?.getSettings() ?? {};
      this.#set({
        problems: { ...this.#view.problems, camera: null },
        preview: track ? new MediaStream([track]) : null,
        resolution: width && height ? { width, height } : null,
      });
    }
  }

  /** Unplugged or taken away: go on with another device of the kind if there is one. */
  #onEnded(kind: CaptureKind, track: MediaStreamTrack): void {
    if (this.#tracks[kind] !== track) return;
    this.#set({ chosen: { ...this.#view.chosen, [kind]: '' } });
    this.#adopt(kind, null);
    void this.open([kind]);
  }

  #watch(): void {
    if (this.#watching || !navigator.mediaDevices) return;
    this.#watching = true;
    navigator.mediaDevices.addEventListener('devicechange', this.#onDeviceChange);
  }

  readonly #onDeviceChange = (): void => {
    void this.#list();
  };

  async #list(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => null)) ?? [];
    const of = (kind: MediaDeviceKind) => all.filter((device) => device.kind === kind && device.deviceId !== '');
    this.#set({ microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput') });
  }

  #setProblem(kind: CaptureKind, problem: MediaError): void {
    this.#set({ problems: { ...this.#view.problems, [kind]: problem } });
  }

  #set(change: Partial<DeviceView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function exactly(deviceId: string): MediaTrackConstraints {
  return deviceId === '' ? {} : { deviceId: { exact: deviceId } };
}
