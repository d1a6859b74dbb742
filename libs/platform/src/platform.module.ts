import { Clock, SystemClock } from '@app/kernel';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { AccessService } from './access/access.service.js';
import { AuthenticatorPort } from './access/authenticator-port.js';
import { DeclarationCheck } from './access/declaration-check.js';
import { DatabaseModule } from './database/database.module.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { HealthController } from './health/health.controller.js';
import { RouteInterceptor } from './http/route.interceptor.js';
import { Idempotency } from './idempotency/idempotency.js';
import { IdempotencyJobs } from './idempotency/idempotency.jobs.js';
import { JobQueues } from './jobs/job-queues.js';
import { JobWorkers } from './jobs/job-workers.js';
import { RecurringJobs } from './jobs/recurring-jobs.js';
import { MailTransport } from './mail/mail-transport.js';
import { OutboxDelivery } from './outbox/outbox-delivery.js';
import { OutboxHandlers } from './outbox/outbox-handlers.js';
import { contractKinds, OUTBOX_KINDS } from './outbox/outbox-kinds.js';
import { OutboxNudge } from './outbox/outbox-nudge.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import { OutboxService } from './outbox/outbox.service.js';
import { OutboxSweep } from './outbox/outbox-sweep.js';
import { EventInterceptor } from './realtime/event.interceptor.js';
import { Realtime } from './realtime/realtime.js';
import { RealtimeServer } from './realtime/realtime-server.js';
import { SocketSessions } from './realtime/socket-sessions.js';

const shared = [
  { provide: Clock, useClass: SystemClock },
  AccessService,
  Idempotency,
  JobQueues,
  MailTransport,
  OutboxService,
  Realtime,
];

/** What every feature may inject, in the api and in the worker; global, nothing to import. */
@Global()
@Module({ imports: [DatabaseModule], providers: [...shared, OutboxNudge, RealtimeServer], exports: [...shared, OutboxNudge, RealtimeServer] })
export class PlatformModule {}

/** The HTTP and socket side. */
@Module({
  imports: [PlatformModule, DiscoveryModule],
  controllers: [HealthController],
  providers: [
    AuthenticatorPort,
    DeclarationCheck,
    SocketSessions,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: RouteInterceptor },
    { provide: APP_INTERCEPTOR, useClass: EventInterceptor },
  ],
})
export class PlatformApiModule {}

/** The side that carries out what was planned. */
@Module({
  imports: [PlatformModule, DiscoveryModule],
  providers: [
    IdempotencyJobs,
    JobWorkers,
    OutboxDelivery,
    OutboxHandlers,
    OutboxRepository,
    OutboxSweep,
    RecurringJobs,
    { provide: OUTBOX_KINDS, useValue: contractKinds },
  ],
})
export class PlatformWorkerModule {}
