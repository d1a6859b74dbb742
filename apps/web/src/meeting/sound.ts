import { nameOf } from './media-error.js';

/** Plays the voices of the others through the chosen speaker. */
export class Sound {
  readonly #elements = new Map<string, HTMLAudioElement>();
  #speaker = '';
  #blocked = false;

  constructor(private readonly blockedChanged: (blocked: boolean) => void) {}

  /** The voices that are to be heard now, by participant; all others fall silent. */
  play(voices: ReadonlyMap<string, MediaStreamTrack>): void {
    for (const [id, element] of this.#elements) {
      if (voices.has(id)) continue;
      element.srcObject = null;
      this.#elements.delete(id);
    }
    for (const [id, track] of voices) this.#playOne(id, track);
  }

  async setSpeaker(deviceId: string): Promise<void> {
    this.#speaker = deviceId;
    await Promise.all([...this.#elements.values()].map((element) => route(element, deviceId)));
  }

  /** To be called from a click: browsers may refuse to play before one. */
  async start(): Promise<void> {
    this.#tellBlocked(false);
    await Promise.all([...this.#elements.values()].map((element) => this.#start(element)));
  }

  dispose(): void {
    this.play(new Map());
  }

  #playOne(id: string, track: MediaStreamTrack): void {
    const known = this.#elements.get(id);
    if (known && (known.srcObject as MediaStream | null)?.getTracks()[0] === track) return;
    const element = known ?? new Audio();
    this.#elements.set(id, element);
    element.srcObject = new MediaStream([track]);
    void route(element, this.#speaker).catch(() => undefined);
    void this.#start(element);
  }

  async #start(element: HTMLAudioElement): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      // Any other rejection is a play() overtaken by a newer track, which plays by itself.
      if (nameOf(error) === 'NotAllowedError') this.#tellBlocked(true);
    }
  }

  #tellBlocked(blocked: boolean): void {
    if (this.#blocked === blocked) return;
    this.#blocked = blocked;
    this.blockedChanged(blocked);
  }
}

/** Directs an element to a speaker where the browser can choose one. */
export async function route(element: HTMLMediaElement, deviceId: string): Promise<void> {
  if (deviceId !== '' && typeof element.setSinkId === 'function') await element.setSinkId(deviceId);
}
