import { Module } from '@nestjs/common';
import { ReferenceController } from './reference.controller.js';
import { ReferenceService } from './reference.service.js';

@Module({ providers: [ReferenceService], exports: [ReferenceService] })
export class ReferenceModule {}

@Module({ imports: [ReferenceModule], controllers: [ReferenceController] })
export class ReferenceApiModule {}
