import type { ErrorCode, PayloadOf, Ticket, meetingEvents } from '@app/contracts';

/** Why the server gives no ticket, as far as the media side tells the reasons apart. */
export type RefusalCode = Extract<
  ErrorCode,
  | 'meeting.not_admitted'
  | 'meeting.not_accepted'
  | 'meeting.removed'
  | 'meeting.not_open'
  | 'meeting.full'
  | 'meeting.ended'
>;

/** The server answered and said no; asking again by itself would not help. */
export class TicketRefused extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(code);
    this.name = 'TicketRefused';
    this.code = code;
  }
}

export type SignalMessage = Omit<PayloadOf<typeof meetingEvents.signal>, 'consultationId'>;
export type DeviceAddress = SignalMessage['to'];

/** What the media side asks of our own server; the meeting page gives it over HTTP and the socket. */
export interface MeetingServer {
  /** Rejects with TicketRefused when the answer is no; anything else means: try again. */
  getTicket(): Promise<Ticket>;
  signal(message: SignalMessage): void;
  tellDevice(device: { micOn: boolean; cameraOn: boolean }): void;
  /** The media server of this epoch cannot be reached from here. */
  mediaLost(epoch: number): void;
}
