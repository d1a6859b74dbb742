import type { MeetingSnapshot, Ticket } from '@app/contracts';
import { Devices, type DeviceKind } from './devices.js';
import { deviceId, directPeers } from './direct-peers.js';
import { DirectTransport } from './direct-transport.js';
import { Line } from './line.js';
import { LiveKitTransport, loadLiveKit } from './livekit-transport.js';
import { MediaError } from './media-error.js';
import { sameFields, sameList, type EndReason, type MediaView, type MeetingState, type ParticipantView } from './media-state.js';
import type { MeetingServer, RefusalCode } from './meeting-server.js';
import { Sound } from './sound.js';
import type { Connection, ReceptionStats, RemotePerson, SignalNotice, Transport, TransportEvents } from './transport.js';

export interface MeetingMediaOptions {
  readonly server: MeetingServer;
  /** Makes the transport a ticket is for; tests put their own in its place. */
  readonly makeTransport?: (ticket: Ticket, events: TransportEvents) => Transport;
}

/**
 * Sound and picture of one person in one meeting: the devices, the way to the others, and the way back after any loss.
 * It lives outside React; the page feeds it what the server says (`follow`, `receive`, `muteByModerator`) and renders
 * `getSnapshot()`. What the person wants (`micOn`, `cameraOn`) is kept apart from what the connection does, and nothing
 * but the person ever switches a microphone on.
 */
export class MeetingMedia {
  readonly devices = new Devices();
  /** Random name of this tab in the meeting. */
  readonly deviceSession: string = crypto.randomUUID();

  #view: MediaView = {
    state: { name: 'idle' },
    mode: null,
    micOn: true,
    cameraOn: true,
    mutedByModerator: false,
    participants: [],
    soundBlocked: false,
    problem: null,
  };
  #meeting: MeetingSnapshot | null = null;
  #others: readonly RemotePerson[] = [];
  #own: { readonly speaking: boolean; readonly connection: Connection } = { speaking: false, connection: 'good' };
  #attachOwn: ParticipantView['attach'] = null;
  #shownPreview: MediaStream | null = null;
  #opening: Promise<void> = Promise.resolve();
  readonly #listeners = new Set<() => void>();
  readonly #sound = new Sound((soundBlocked) => this.#set({ soundBlocked }));
  readonly #line: Line;

  constructor(private readonly options: MeetingMediaOptions) {
    const makeTransport = options.makeTransport ?? ((ticket, events) => this.#makeTransport(ticket, events));
    this.#line = new Line(
      {
        getTicket: () => options.server.getTicket(),
        mediaLost: (epoch) => options.server.mediaLost(epoch),
        makeTransport,
      },
      {
        connected: (ticket) => this.#connected(ticket),
        mending: () => this.#set({ state: { name: 'reconnecting' } }),
        broken: (problem) => this.#broken(problem),
        refused: (code) => this.#refused(code),
        over: (reason) => this.#end(reason),
        people: (people) => this.#showPeople(people),
        own: (own) => {
          this.#own = own;
          this.#showParticipants();
        },
        mutedByServer: () => this.muteByModerator(),
      },
    );
    this.devices.subscribe(() => this.#sendOwn());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): MediaView => this.#view;

  /** Opens what is wanted of camera and microphone, for the look at oneself before the door. */
  async check(): Promise<void> {
    if (this.#view.state.name === 'idle') this.#set({ state: { name: 'checking' } });
    await this.#openDevices();
  }

  /** Goes to the door, and in as soon as the server lets this person. Asking again while in changes nothing. */
  async join(): Promise<void> {
    const { name } = this.#view.state;
    if (name !== 'idle' && name !== 'checking' && name !== 'ended') return;
    this.#set({ state: { name: 'waiting' }, problem: null });
    await this.#openDevices();
    if (this.#meeting) this.follow(this.#meeting);
  }

  leave(): void {
    this.#end('left');
  }

  /** Releases everything; the object is of no use afterwards. */
  dispose(): void {
    this.#listeners.clear();
    this.#end('left');
    this.devices.dispose();
  }

  /** What the server says about the meeting: the one place where going in, moving and ending is decided. */
  follow(meeting: MeetingSnapshot): void {
    this.#meeting = meeting;
    const { name } = this.#view.state;
    if (name === 'idle' || name === 'checking' || name === 'ended') return;
    if (meeting.state === 'ended') return this.#end('meeting_ended');
    if (meeting.my.admission === 'removed') return this.#end('removed');
    if (name !== 'waiting') {
      if (meeting.mode !== 'none') this.#line.moveTo(meeting.epoch);
    } else if (meeting.my.admission === 'admitted' && meeting.state === 'open') {
      this.#set({ state: { name: 'connecting' } });
      this.#sendOwn();
      this.#line.open(meeting.epoch);
    }
    this.#tellRoster();
  }

  /** A message of another browser in direct mode. */
  receive(notice: SignalNotice): void {
    this.#line.receive(notice);
  }

  /** A moderator asked for silence; only the person can speak again. */
  muteByModerator(): void {
    if (!this.#view.micOn) return;
    this.#set({ mutedByModerator: true });
    this.#want({ micOn: false });
  }

  async setMic(on: boolean): Promise<void> {
    this.#set({ mutedByModerator: false });
    this.#want({ micOn: on });
    if (on) await this.#openDevices();
  }

  /** Off really stops the camera: its lamp goes out. */
  async setCamera(on: boolean): Promise<void> {
    this.#want({ cameraOn: on });
    if (on) await this.#openDevices();
    else this.devices.close('camera');
  }

  async switchDevice(kind: DeviceKind, device: string): Promise<void> {
    await this.devices.choose(kind, device);
    if (kind === 'speaker') await this.#sound.setSpeaker(device);
  }

  /** To be called from a click when `soundBlocked`. */
  async startSound(): Promise<void> {
    await this.#sound.start();
  }

  /** What arrives from each of the others, for "connection details". */
  async stats(): Promise<ReceptionStats[]> {
    return this.#line.stats();
  }

  #makeTransport(ticket: Ticket, events: TransportEvents): Transport {
    if (ticket.mode === 'livekit') {
      if (!ticket.url || !ticket.token) throw new MediaError('server_unreachable');
      return new LiveKitTransport(ticket.url, ticket.token, events);
    }
    const self = deviceId({ participationId: ticket.participationId, deviceSession: this.deviceSession });
    return new DirectTransport({ self, ticket, server: this.options.server, level: () => this.devices.level() }, events);
  }

  #connected(ticket: Ticket): void {
    this.#set({ mode: ticket.mode, problem: null, state: this.#stateIn(ticket.mode) });
    this.#showParticipants();
    this.#tellDevice();
  }

  #stateIn(mode: Ticket['mode']): MeetingState {
    if (mode === 'livekit') return { name: 'live' };
    const own = this.#meeting && directPeers(this.#meeting).find((peer) => peer.deviceSession === this.deviceSession);
    return { name: 'direct', picture: own?.picture ?? true };
  }

  #broken(problem: MediaError | null): void {
    const { name } = this.#view.state;
    this.#set({ problem, state: name === 'connecting' ? { name } : { name: 'rejoining' } });
    // The tiles stay where they are, and say that nobody is heard or seen now.
    this.#showPeople(this.#others.map((person) => ({ ...person, connection: 'lost', speaking: false, sound: null, attach: null })));
  }

  #refused(code: RefusalCode): void {
    if (code === 'meeting.not_admitted' || code === 'meeting.not_open') {
      this.#set({ state: { name: 'waiting' }, mode: null });
      this.#showPeople([]);
      return;
    }
    this.#end(code === 'meeting.removed' ? 'removed' : code === 'meeting.ended' ? 'meeting_ended' : code);
  }

  #end(reason: EndReason): void {
    if (this.#view.state.name === 'ended') return;
    this.#set({ state: { name: 'ended', reason }, mode: null });
    this.#line.close();
    this.devices.stop();
    this.#showPeople([]);
  }

  /** One after the other: of two at once, each would take the other's missing device for one that cannot be had. */
  #openDevices(): Promise<void> {
    return (this.#opening = this.#opening.then(() => this.#openWanted()));
  }

  async #openWanted(): Promise<void> {
    // Loaded and compiled while the person looks at the own picture; a failure shows when it is needed.
    if (!this.options.makeTransport) void loadLiveKit().catch(() => undefined);
    const { micOn, cameraOn } = this.#view;
    await this.devices.open([...(micOn ? (['microphone'] as const) : []), ...(cameraOn ? (['camera'] as const) : [])]);
    const { state } = this.#view;
    if (state.name === 'ended') return this.devices.stop();
    // Switched off while the browser was asking.
    if (!this.#view.cameraOn) this.devices.close('camera');
    this.#want({
      micOn: this.#view.micOn && this.devices.microphone !== null,
      cameraOn: this.#view.cameraOn && this.devices.camera !== null,
    });
  }

  #want(wish: Partial<Pick<MediaView, 'micOn' | 'cameraOn'>>): void {
    const { micOn, cameraOn } = this.#view;
    this.#set(wish);
    this.#sendOwn();
    if (this.#view.micOn !== micOn || this.#view.cameraOn !== cameraOn) this.#tellDevice();
  }

  #sendOwn(): void {
    const { micOn, cameraOn } = this.#view;
    const { microphone, camera } = this.devices;
    this.#line.send({ microphone, micOn, camera: cameraOn ? camera : null });
    this.#showParticipants();
  }

  #tellDevice(): void {
    const { micOn, cameraOn, mode } = this.#view;
    if (mode !== null) this.options.server.tellDevice({ micOn, cameraOn });
  }

  #tellRoster(): void {
    if (!this.#meeting) return;
    this.#line.roster(directPeers(this.#meeting));
    if (this.#view.state.name === 'direct') this.#set({ state: this.#stateIn('direct') });
  }

  #showPeople(people: readonly RemotePerson[]): void {
    this.#others = people;
    this.#sound.play(new Map(people.flatMap((person) => (person.sound ? [[person.id, person.sound] as const] : []))));
    this.#showParticipants();
  }

  #showParticipants(): void {
    const before = new Map(this.#view.participants.map((participant) => [participant.id, participant]));
    const others = this.#others.map(({ sound: _, ...person }): ParticipantView => ({ ...person, isLocal: false }));
    const participants = [...this.#self(), ...others].map((participant) => {
      const known = before.get(participant.id);
      return known && sameFields(known, participant) ? known : participant;
    });
    if (!sameList(this.#view.participants, participants)) this.#set({ participants });
  }

  #self(): ParticipantView[] {
    const { micOn, cameraOn, mode } = this.#view;
    const participationId = this.#meeting?.my.participationId;
    if (participationId === undefined || mode === null) return [];
    const id = deviceId({ participationId, deviceSession: this.deviceSession });
    return [{ id, participationId, isLocal: true, micOn, cameraOn, attach: this.#ownPicture(), ...this.#own }];
  }

  #ownPicture(): ParticipantView['attach'] {
    const { preview } = this.devices.getSnapshot();
    if (preview !== this.#shownPreview) {
      this.#shownPreview = preview;
      this.#attachOwn = preview && ((video) => {
        video.srcObject = preview;
        return () => {
          if (video.srcObject === preview) video.srcObject = null;
        };
      });
    }
    return this.#view.cameraOn ? this.#attachOwn : null;
  }

  #set(change: Partial<MediaView>): void {
    const next = { ...this.#view, ...change };
    if (sameFields(next.state, this.#view.state)) next.state = this.#view.state;
    if (sameFields(next, this.#view)) return;
    this.#view = next;
    for (const listener of this.#listeners) listener();
  }
}
