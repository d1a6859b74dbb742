import { routes } from '@app/contracts';
import { Controller } from '@nestjs/common';
import { Route } from '../access/route.decorator.js';
import { Database } from '../database/database.js';
import { allRoutes } from '../http/all-routes.js';
import { openApiDocument } from '../http/openapi.js';

@Controller()
export class HealthController {
  private readonly document = openApiDocument(allRoutes);

  constructor(private readonly database: Database) {}

  @Route(routes.health.live, 'public')
  live() {
    return { status: 'ok' };
  }

  @Route(routes.health.ready, 'public')
  async ready() {
    await this.database.read((tx) => tx.query('SELECT 1'));
    return { status: 'ok' };
  }

  @Route(routes.health.openapi, 'public')
  openapi() {
    return this.document;
  }
}
