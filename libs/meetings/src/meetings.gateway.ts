import { type AckOf, events, type PayloadOf } from '@app/contracts';
import { type Actor, CurrentActor, Input, OnEvent } from '@app/platform';
import { Logger } from '@nestjs/common';
import { ConnectedSocket, type OnGatewayDisconnect, WebSocketGateway } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { ChatService } from './chat.service.js';
import { DoorService } from './door.service.js';
import { LocalSockets } from './local-sockets.js';
import { ModerationService } from './moderation.service.js';
import { RoomReports } from './room-reports.js';
import { TicketsService } from './tickets.service.js';

const meeting = events.meeting;
type Event = typeof meeting;
type Nothing = Promise<Record<string, never>>;

@WebSocketGateway()
export class MeetingsGateway implements OnGatewayDisconnect<Socket> {
  private readonly logger = new Logger(MeetingsGateway.name);
  /** Signals of one socket are relayed in the order they came. */
  private readonly queues = new WeakMap<Socket, Promise<unknown>>();

  constructor(
    private readonly door: DoorService,
    private readonly tickets: TicketsService,
    private readonly moderation: ModerationService,
    private readonly chat: ChatService,
    private readonly reports: RoomReports,
    private readonly sockets: LocalSockets,
  ) {}

  @OnEvent(meeting.enter, 'meeting.enter')
  async enter(
    @CurrentActor() actor: Actor,
    @Input() input: PayloadOf<Event['enter']>,
    @ConnectedSocket() socket: Socket,
  ): Promise<AckOf<Event['enter']>> {
    this.sockets.add(socket.id);
    const snapshot = await this.door.enter(actor, input, socket.id);
    // A socket in a room of this name keeps its session alive: nobody is signed out for listening.
    await socket.join(`meeting:${input.consultationId}`);
    // The socket may have closed while its place was being written.
    if (!socket.connected) await this.door.disconnected(socket.id);
    const isIn = snapshot.state === 'open' && snapshot.my.admission === 'admitted';
    return { ...snapshot, ticket: isIn && input.withTicket ? await this.tickets.offer(actor, input) : null };
  }

  @OnEvent(meeting.leave, 'meeting.enter')
  async leave(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['leave']>, @ConnectedSocket() socket: Socket): Nothing {
    await socket.leave(`meeting:${input.consultationId}`);
    return this.door.leave(actor, input, socket.id);
  }

  async handleDisconnect(socket: Socket): Promise<void> {
    if (!this.sockets.remove(socket.id)) return;
    await this.door.disconnected(socket.id).catch((error: unknown) => this.logger.warn(`left to the sweep: ${String(error)}`));
  }

  @OnEvent(meeting.device, 'meeting.enter')
  device(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['device']>, @ConnectedSocket() socket: Socket): Nothing {
    return this.door.tellDevice(actor, input, socket.id);
  }

  @OnEvent(meeting.signal, 'meeting.take-part')
  signal(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['signal']>, @ConnectedSocket() socket: Socket): Nothing {
    const relayed = (this.queues.get(socket) ?? Promise.resolve()).catch(() => undefined).then(() => this.door.signal(actor, input, socket.id));
    this.queues.set(socket, relayed);
    return relayed;
  }

  @OnEvent(meeting.say, 'meeting.take-part')
  say(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['say']>): Promise<AckOf<Event['say']>> {
    return this.chat.say(actor, input);
  }

  @OnEvent(meeting.mediaLost, 'meeting.take-part')
  mediaLost(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['mediaLost']>): Nothing {
    return this.reports.mediaLost(actor, input);
  }

  @OnEvent(meeting.open, 'meeting.moderate')
  open(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['open']>): Nothing {
    return this.moderation.open(actor, input);
  }

  @OnEvent(meeting.admit, 'meeting.moderate')
  admit(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['admit']>): Nothing {
    return this.moderation.admit(actor, input);
  }

  @OnEvent(meeting.admitAll, 'meeting.moderate')
  admitAll(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['admitAll']>): Nothing {
    return this.moderation.admitAll(actor, input);
  }

  @OnEvent(meeting.deny, 'meeting.moderate')
  deny(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['deny']>): Nothing {
    return this.moderation.deny(actor, input);
  }

  @OnEvent(meeting.mute, 'meeting.moderate')
  mute(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['mute']>): Nothing {
    return this.moderation.mute(actor, input);
  }

  @OnEvent(meeting.remove, 'meeting.moderate')
  remove(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['remove']>): Nothing {
    return this.moderation.remove(actor, input);
  }

  @OnEvent(meeting.tellLobby, 'meeting.moderate')
  tellLobby(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['tellLobby']>): Nothing {
    return this.moderation.tellLobby(actor, input);
  }

  @OnEvent(meeting.toServer, 'meeting.moderate')
  toServer(@CurrentActor() actor: Actor, @Input() input: PayloadOf<Event['toServer']>): Nothing {
    return this.moderation.toServer(actor, input);
  }
}
