import { AccountsModule } from '@app/accounts';
import { AuditModule } from '@app/audit';
import { ReferenceModule } from '@app/reference';
import { Module } from '@nestjs/common';
import { CaseContent } from './case-content.js';
import { CaseGrants } from './case-grants.js';
import { CaseTrail } from './case-trail.js';
import { CaseViews } from './case-views.js';
import { CaseWritingService } from './case-writing.service.js';
import { CasesController } from './cases.controller.js';
import { CasesRepository } from './cases.repository.js';
import { CasesService } from './cases.service.js';

@Module({
  imports: [AccountsModule, AuditModule, ReferenceModule],
  providers: [CasesService, CaseWritingService, CasesRepository, CaseGrants, CaseContent, CaseTrail, CaseViews],
  exports: [CasesService, CaseWritingService],
})
export class CasesModule {}

@Module({ imports: [CasesModule], controllers: [CasesController] })
export class CasesApiModule {}
