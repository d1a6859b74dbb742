import { AccountsModule } from '@app/accounts';
import { Module } from '@nestjs/common';
import { ExpertsController } from './experts.controller.js';
import { ExpertsRepository } from './experts.repository.js';
import { ExpertsService } from './experts.service.js';

@Module({ imports: [AccountsModule], providers: [ExpertsService, ExpertsRepository], exports: [ExpertsService] })
export class ExpertsModule {}

@Module({ imports: [ExpertsModule], controllers: [ExpertsController] })
export class ExpertsApiModule {}
