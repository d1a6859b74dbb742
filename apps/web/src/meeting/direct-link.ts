import type { PictureLimit } from './direct-peers.js';
import type { SignalMessage } from './meeting-server.js';
import { LatestWins, readReception, type AttachPicture, type Connection, type Outgoing, type ReceptionStats } from './transport.js';

type Signal = SignalMessage['signal'];

/** What goes to this one peer. */
export interface LinkOutgoing extends Outgoing {
  readonly limit: PictureLimit;
}

interface LinkPorts {
  readonly iceServers: RTCIceServer[];
  /** The side that makes the offers; the other gives way when both do ("polite", W3C WebRTC 10.7). */
  readonly leads: boolean;
  send(signal: Signal): void;
  changed(): void;
}

/** Longest silence before a link that does not stand is negotiated again. */
const PATIENCE_MS = 3_000;
const SPEAKING_LEVEL = 0.02;

/**
 * One connection to one other browser. It always has exactly one audio and one video line, whatever is sent: muting,
 * cameras and changes of device only swap tracks, so after the first offer nothing but a broken path is negotiated.
 */
export class DirectLink {
  readonly #pc: RTCPeerConnection;
  readonly #outgoing = new LatestWins<LinkOutgoing>(
    (outgoing) => this.#apply(outgoing),
    // A closed connection; whoever closed it knows.
    () => undefined,
  );
  #wanted: LinkOutgoing | null = null;
  #makingOffer = false;
  #ignoringOffer = false;
  #lastTry = performance.now();
  #recent = { received: 0, lost: 0, lossPercent: 0 };
  #inbox: Promise<void> = Promise.resolve();
  #sound: MediaStreamTrack | null = null;
  #attach: AttachPicture | null = null;

  constructor(private readonly ports: LinkPorts) {
    this.#pc = new RTCPeerConnection({ iceServers: ports.iceServers, bundlePolicy: 'max-bundle' });
    this.#pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) ports.send({ candidate: candidate.toJSON() as { candidate: string } });
    };
    this.#pc.onnegotiationneeded = () => void this.#offer();
    this.#pc.onconnectionstatechange = () => {
      this.#lastTry = performance.now();
      if (this.#pc.connectionState === 'failed') this.#pc.restartIce();
      ports.changed();
    };
    this.#pc.ontrack = ({ track }) => {
      if (track.kind === 'audio') this.#sound = track;
      else this.#attach = attacher(track);
      ports.changed();
    };
    if (ports.leads) {
      this.#pc.addTransceiver('audio', { direction: 'sendrecv' });
      this.#pc.addTransceiver('video', { direction: 'sendrecv' });
    }
  }

  get sound(): MediaStreamTrack | null {
    return this.#sound;
  }

  get attach(): AttachPicture | null {
    return this.#attach;
  }

  get connection(): Connection {
    const state = this.#pc.connectionState;
    if (state === 'connected') return this.#recent.lossPercent > 5 ? 'poor' : 'good';
    return state === 'new' || state === 'connecting' ? 'poor' : 'lost';
  }

  get speaking(): boolean {
    const voice = this.#line('audio')?.receiver.getSynchronizationSources()[0];
    return voice !== undefined && (voice.audioLevel ?? 0) > SPEAKING_LEVEL && performance.timeOrigin + performance.now() - voice.timestamp < 500;
  }

  send(outgoing: LinkOutgoing): void {
    this.#wanted = outgoing;
    if (this.#line('audio')) this.#outgoing.set(outgoing);
  }

  /** Handles messages of the peer one after the other, in the order they came. */
  receive(signal: Signal): void {
    this.#inbox = this.#inbox.then(() => this.#take(signal)).catch(() => {
      // A message of an earlier round, or to a closed connection; the next offer puts it right.
    });
  }

  /** To be called about once a second: notices a link that does not come up, or has gone silent. */
  async check(): Promise<void> {
    if (this.#pc.connectionState === 'connected') return this.#measure();
    if (performance.now() - this.#lastTry < PATIENCE_MS || !this.ports.leads) return;
    this.#lastTry = performance.now();
    this.#pc.restartIce();
    // An offer that was never answered keeps `negotiationneeded` from firing again.
    if (this.#pc.signalingState === 'have-local-offer') await this.#offer();
  }

  async stats(): Promise<Omit<ReceptionStats, 'id' | 'participationId'>> {
    return readReception([await this.#pc.getStats()]);
  }

  close(): void {
    this.#pc.onicecandidate = null;
    this.#pc.onnegotiationneeded = null;
    this.#pc.onconnectionstatechange = null;
    this.#pc.ontrack = null;
    this.#pc.close();
  }

  async #offer(): Promise<void> {
    this.#makingOffer = true;
    try {
      await this.#pc.setLocalDescription();
      this.#sendDescription();
    } catch {
      // Overtaken by the peer's offer, or closed.
    } finally {
      this.#makingOffer = false;
    }
  }

  async #take(signal: Signal): Promise<void> {
    if ('candidate' in signal) {
      try {
        await this.#pc.addIceCandidate(signal.candidate);
      } catch (error) {
        if (!this.#ignoringOffer) throw error;
      }
      return;
    }
    const { description } = signal;
    const collision = description.type === 'offer' && (this.#makingOffer || this.#pc.signalingState !== 'stable');
    this.#ignoringOffer = this.ports.leads && collision;
    if (this.#ignoringOffer) return;
    await this.#pc.setRemoteDescription(description);
    if (description.type === 'offer') {
      for (const line of this.#pc.getTransceivers()) line.direction = 'sendrecv';
      // Before the answer, so that the first packets already carry sound and picture.
      if (this.#wanted) await this.#swapTracks(this.#wanted);
      await this.#pc.setLocalDescription();
      this.#sendDescription();
    }
    if (this.#wanted) this.#outgoing.set(this.#wanted);
  }

  #sendDescription(): void {
    const description = this.#pc.localDescription;
    if (description) this.ports.send({ description: { type: description.type, sdp: description.sdp } });
  }

  #line(kind: 'audio' | 'video'): RTCRtpTransceiver | undefined {
    return this.#pc.getTransceivers().find((line) => line.receiver.track.kind === kind);
  }

  async #apply(outgoing: LinkOutgoing): Promise<void> {
    await this.#swapTracks(outgoing);
    const sender = this.#line('video')?.sender;
    if (!sender || !outgoing.camera) return;
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings;
    // Not there before the first negotiation; applied again after it.
    if (!encoding) return;
    encoding.maxBitrate = outgoing.limit.bitsPerSecond;
    encoding.maxFramerate = outgoing.limit.framesPerSecond;
    encoding.scaleResolutionDownBy = Math.max(1, (outgoing.camera.getSettings().height ?? 0) / outgoing.limit.height);
    await sender.setParameters(parameters);
  }

  async #swapTracks({ microphone, camera }: LinkOutgoing): Promise<void> {
    await this.#line('audio')?.sender.replaceTrack(microphone?.track ?? null);
    await this.#line('video')?.sender.replaceTrack(camera);
  }

  async #measure(): Promise<void> {
    let received = 0;
    let lost = 0;
    for (const entry of (await this.#pc.getStats()).values()) {
      if (entry.type !== 'inbound-rtp') continue;
      received += entry.packetsReceived ?? 0;
      lost += Math.max(0, entry.packetsLost ?? 0);
    }
    const newlyReceived = received - this.#recent.received;
    const newlyLost = Math.max(0, lost - this.#recent.lost);
    const before = this.connection;
    this.#recent = { received, lost, lossPercent: newlyLost === 0 ? 0 : (100 * newlyLost) / (newlyLost + newlyReceived) };
    if (this.connection !== before) this.ports.changed();
  }
}

function attacher(track: MediaStreamTrack): AttachPicture {
  const stream = new MediaStream([track]);
  return (video) => {
    video.srcObject = stream;
    return () => {
      if (video.srcObject === stream) video.srcObject = null;
    };
  };
}
