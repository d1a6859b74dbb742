import { AccountsApiModule } from '@app/accounts';
import { CalendarApiModule } from '@app/calendar';
import { CasesApiModule } from '@app/cases';
import { ConsultationsApiModule } from '@app/consultations';
import { ExpertsApiModule } from '@app/experts';
import { MeetingsApiModule } from '@app/meetings';
import { NotificationsApiModule } from '@app/notifications';
import { PlatformApiModule } from '@app/platform';
import { ReferenceApiModule } from '@app/reference';
import { Module } from '@nestjs/common';

/** What an API process consists of: the `XApiModule` of each feature. */
@Module({
  imports: [
    PlatformApiModule,
    ReferenceApiModule,
    AccountsApiModule,
    ExpertsApiModule,
    CalendarApiModule,
    CasesApiModule,
    NotificationsApiModule,
    ConsultationsApiModule,
    MeetingsApiModule,
  ],
})
export class ApiModule {}
