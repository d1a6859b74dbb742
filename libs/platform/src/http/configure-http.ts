import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RouteDefinition } from '@app/contracts';
import type { Config } from '../config/config.js';
import { accessLog } from './access-log.js';
import { readBody } from './body.js';
import { limitInFlight } from './in-flight.js';
import { refuseCrossSiteWrites } from './cross-site.js';
import { noStore, securityHeaders } from './security-headers.js';
import { serveWebClient } from './web-client.js';

/** Everything in front of the controllers, in the order in which a request meets it. */
export function configureHttp(app: NestExpressApplication, config: Config, routes: readonly RouteDefinition[]): void {
  const rawPaths = new Set<string>(routes.filter((route) => route.raw).map((route) => route.path));
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.http.trustedProxies);
  app.set('query parser', 'simple');
  // By Express's own idea of the path, as the controllers are found: it takes `/API/…` for the same.
  app.use('/api', accessLog(), noStore());
  app.use(securityHeaders(config));
  app.use('/api', limitInFlight(config.http.maxInFlight));
  app.use('/api', refuseCrossSiteWrites(config.http.allowedOrigins, rawPaths));
  app.use('/api', readBody(rawPaths));
  if (config.http.webDir) app.use(serveWebClient(config.http.webDir));
}
