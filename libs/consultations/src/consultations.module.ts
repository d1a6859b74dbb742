import { AccountsModule } from '@app/accounts';
import { AuditModule } from '@app/audit';
import { CalendarModule } from '@app/calendar';
import { CasesModule } from '@app/cases';
import { NotificationsModule } from '@app/notifications';
import { ReferenceModule } from '@app/reference';
import { Module } from '@nestjs/common';
import { AnswersService } from './answers.service.js';
import { BookingService } from './booking.service.js';
import { CaseProgress } from './case-progress.js';
import { ChangesService } from './changes.service.js';
import { ConsultationReader } from './consultation-reader.js';
import { ConsultationsController } from './consultations.controller.js';
import { SendCancellation, SendDeclineNotice, SendInvitation, SendReminder, SendUpdate } from './consultations.jobs.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { ConsultationsService } from './consultations.service.js';
import { InviteeList } from './invitees.js';
import { LettersService } from './mails/letters.service.js';

@Module({
  imports: [AccountsModule, AuditModule, CalendarModule, CasesModule, ReferenceModule],
  providers: [ConsultationsService, BookingService, ChangesService, AnswersService, ConsultationReader, ConsultationsRepository, InviteeList, CaseProgress],
  exports: [ConsultationsService, BookingService, ChangesService, AnswersService, ConsultationReader, ConsultationsRepository],
})
export class ConsultationsModule {}

@Module({ imports: [ConsultationsModule], controllers: [ConsultationsController] })
export class ConsultationsApiModule {}

@Module({
  imports: [ConsultationsModule, AccountsModule, NotificationsModule],
  providers: [LettersService, SendInvitation, SendUpdate, SendCancellation, SendReminder, SendDeclineNotice],
})
export class ConsultationsWorkerModule {}
