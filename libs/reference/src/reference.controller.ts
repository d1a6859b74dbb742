import { type Reference, routes } from '@app/contracts';
import { Route } from '@app/platform';
import { Controller } from '@nestjs/common';
import { ReferenceService } from './reference.service.js';

@Controller()
export class ReferenceController {
  constructor(private readonly reference: ReferenceService) {}

  @Route(routes.reference.get, 'self')
  get(): Promise<Reference> {
    return this.reference.get();
  }
}
