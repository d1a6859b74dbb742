import { AuditModule } from '@app/audit';
import { Authenticator } from '@app/platform';
import { Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { DemoService } from './demo.service.js';
import { PeopleService } from './people.service.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';

@Module({ imports: [AuditModule], providers: [AccountsService, PeopleService], exports: [AccountsService, PeopleService] })
export class AccountsModule {}

@Module({
  imports: [AccountsModule, AuditModule],
  controllers: [AccountsController],
  providers: [SessionsService, SessionsRepository, SignInLimits, DemoService, { provide: Authenticator, useExisting: SessionsService }],
  exports: [Authenticator],
})
export class AccountsApiModule {}
