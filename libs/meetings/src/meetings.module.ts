import { AccountsModule } from '@app/accounts';
import { AuditModule } from '@app/audit';
import { CasesModule } from '@app/cases';
import { ConsultationsModule } from '@app/consultations';
import { Module } from '@nestjs/common';
import { AttendanceRepository } from './attendance.repository.js';
import { ChatService } from './chat.service.js';
import { DoorService } from './door.service.js';
import { DoorsRepository } from './doors.repository.js';
import { EndingsService } from './endings.service.js';
import { EvictionsService } from './evictions.service.js';
import { LeaderLock } from './leader-lock.js';
import { LiveKitEventsRepository } from './livekit-events.repository.js';
import { LiveKitInbox } from './livekit-inbox.service.js';
import { LiveKitServers } from './livekit-servers.js';
import { LiveKitWebhookController } from './livekit-webhook.controller.js';
import { LocalSockets } from './local-sockets.js';
import { MeetingAccess } from './meeting-access.js';
import { MeetingKeeper } from './meeting-keeper.js';
import { MeetingPeopleQuery } from './meeting-people.query.js';
import { MeetingSweep } from './meeting-sweep.js';
import { MeetingViews } from './meeting-views.js';
import { MeetingsController } from './meetings.controller.js';
import { MeetingsGateway } from './meetings.gateway.js';
import { CloseRoom, EvictParticipant } from './meetings.jobs.js';
import { MessagesRepository } from './messages.repository.js';
import { ModerationService } from './moderation.service.js';
import { RoomLookout } from './room-lookout.js';
import { RoomReports } from './room-reports.js';
import { RoomsRepository } from './rooms.repository.js';
import { RoomsService } from './rooms.service.js';
import { TicketsService } from './tickets.service.js';

const repositories = [AttendanceRepository, DoorsRepository, LiveKitEventsRepository, MeetingPeopleQuery, MessagesRepository, RoomsRepository];
const features = [AccountsModule, AuditModule, CasesModule, ConsultationsModule];
const domain = [LiveKitServers, MeetingViews, RoomsService, EvictionsService, MeetingAccess, EndingsService];

@Module({ imports: features, providers: [...repositories, ...domain], exports: [...repositories, ...domain] })
export class MeetingsModule {}

/** Door, chat, tickets and webhooks, and the keeper: it tells browsers of a lost room, so it lives beside their sockets. */
@Module({
  imports: [...features, MeetingsModule],
  controllers: [MeetingsController, LiveKitWebhookController],
  providers: [
    MeetingsGateway,
    DoorService,
    ModerationService,
    TicketsService,
    ChatService,
    LiveKitInbox,
    LocalSockets,
    RoomReports,
    RoomLookout,
    MeetingSweep,
    LeaderLock,
    MeetingKeeper,
  ],
})
export class MeetingsApiModule {}

@Module({ imports: [MeetingsModule], providers: [EvictParticipant, CloseRoom] })
export class MeetingsWorkerModule {}
