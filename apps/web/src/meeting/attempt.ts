import type { Ticket } from '@app/contracts';
import { MediaError } from './media-error.js';
import type { Outgoing, Transport } from './transport.js';

/** Longest time a connection may take to come up: TURN over TLS behind a slow proxy needs most of it. */
const OPEN_TIMEOUT_MS = 15_000;

/** The person's own tracks, as they are to be sent. */
export interface OwnMedia {
  readonly microphone: MediaStreamTrack | null;
  readonly micOn: boolean;
  readonly camera: MediaStreamTrack | null;
}

/**
 * One try to be in the meeting, with its own transport and its own clones of the person's tracks. Closing it stops the
 * clones first: an old connection that lives on in some library has nothing left to send, and a library that stops
 * tracks stops only what it was lent.
 */
export class Attempt {
  #way: { readonly ticket: Ticket; readonly transport: Transport } | null = null;
  readonly #lent = new Map<MediaStreamTrack, MediaStreamTrack>();

  get ticket(): Ticket | null {
    return this.#way?.ticket ?? null;
  }

  get transport(): Transport | null {
    return this.#way?.transport ?? null;
  }

  take(ticket: Ticket, transport: Transport): void {
    this.#way = { ticket, transport };
  }

  /** Rejects with MediaError when the transport does not come up in time. */
  async open(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new MediaError('connection_failed')), OPEN_TIMEOUT_MS);
    });
    try {
      await Promise.race([this.transport?.open(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  send({ microphone, micOn, camera }: OwnMedia): void {
    if (!this.transport) return;
    const outgoing: Outgoing = {
      microphone: microphone && { track: this.#lend(microphone), on: micOn },
      camera: camera && this.#lend(camera),
    };
    // Silence does not wait for whatever the transport is busy with.
    if (outgoing.microphone) outgoing.microphone.track.enabled = micOn;
    for (const [source, clone] of this.#lent) {
      if (source === microphone || source === camera) continue;
      clone.stop();
      this.#lent.delete(source);
    }
    this.transport.send(outgoing);
  }

  close(): void {
    for (const clone of this.#lent.values()) clone.stop();
    this.#lent.clear();
    this.transport?.close();
  }

  #lend(source: MediaStreamTrack): MediaStreamTrack {
    const clone = this.#lent.get(source) ?? source.clone();
    this.#lent.set(source, clone);
    return clone;
  }
}
