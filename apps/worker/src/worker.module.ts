import { CalendarWorkerModule } from '@app/calendar';
import { ConsultationsWorkerModule } from '@app/consultations';
import { MeetingsWorkerModule } from '@app/meetings';
import { PlatformWorkerModule } from '@app/platform';
import { Module } from '@nestjs/common';

/** What a worker process consists of: the `XWorkerModule` of each feature. */
@Module({
  imports: [
    PlatformWorkerModule,
    CalendarWorkerModule,
    ConsultationsWorkerModule,
    MeetingsWorkerModule,
  ],
})
export class WorkerModule {}
