import { AccountsModule } from '@app/accounts';
import { AuditModule } from '@app/audit';
import { CalendarModule } from '@app/calendar';
import { CasesModule } from '@app/cases';
import { ExpertsModule } from '@app/experts';
import { NotificationsModule } from '@app/notifications';
import { ReferenceModule } from '@app/reference';
import { Module } from '@nestjs/common';
import { AffectedService } from './affected.service.js';
import { AnswersService } from './answers.service.js';
import { BookingService } from './booking.service.js';
import { BookableCases } from './bookable-cases.js';
import { CaseProgress } from './case-progress.js';
import { ChangesService } from './changes.service.js';
import { ConsultationReader } from './consultation-reader.js';
import { ConsultationsController } from './consultations.controller.js';
import { SendCancellation, SendConfirmation, SendDeclineNotice, SendInvitation, SendReminder, SendStandDown, SendUpdate } from './consultations.jobs.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { ConsultationsService } from './consultations.service.js';
import { AskForTimes, ExpireHold, ReleaseTimes, RemindOfTimes, ReportHold } from './holds/holds.jobs.js';
import { HoldAnswersService } from './holds/hold-answers.service.js';
import { HoldLettersService } from './holds/hold-letters.service.js';
import { HoldReader } from './holds/hold-reader.js';
import { HoldSettling } from './holds/hold-settling.js';
import { HoldingService } from './holds/holding.service.js';
import { HoldsController } from './holds/holds.controller.js';
import { HoldsRepository } from './holds/holds.repository.js';
import { HoldsService } from './holds/holds.service.js';
import { InviteeList } from './invitees.js';
import { ManagedConsultations } from './managed-consultations.js';
import { PanelRepository } from './panel.repository.js';
import { ReplacingService } from './replacing.service.js';
import { SeatsService } from './seats.service.js';
import { LettersService } from './mails/letters.service.js';

/** Held times become consultations. */
const holds = [HoldsService, HoldingService, HoldAnswersService, HoldSettling, HoldReader, HoldsRepository];

@Module({
  imports: [AccountsModule, AuditModule, CalendarModule, CasesModule, ExpertsModule, ReferenceModule],
  providers: [
    ConsultationsService,
    BookingService,
    ChangesService,
    AnswersService,
    ConsultationReader,
    ConsultationsRepository,
    BookableCases,
    InviteeList,
    CaseProgress,
    ManagedConsultations,
    SeatsService,
    ReplacingService,
    AffectedService,
    PanelRepository,
    ...holds,
  ],
  exports: [ConsultationsService, BookingService, ChangesService, AnswersService, ReplacingService, AffectedService, ConsultationReader, ConsultationsRepository, ...holds],
})
export class ConsultationsModule {}

@Module({ imports: [ConsultationsModule], controllers: [ConsultationsController, HoldsController] })
export class ConsultationsApiModule {}

@Module({
  imports: [ConsultationsModule, AccountsModule, NotificationsModule],
  providers: [LettersService, SendInvitation, SendUpdate, SendCancellation, SendReminder, SendDeclineNotice, SendConfirmation, SendStandDown, HoldLettersService, AskForTimes, RemindOfTimes, ReleaseTimes, ReportHold, ExpireHold],
})
export class ConsultationsWorkerModule {}
