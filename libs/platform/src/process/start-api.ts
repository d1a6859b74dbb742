import type { AddressInfo } from 'node:net';
import { Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { AuthenticatorPort } from '../access/authenticator-port.js';
import type { Config } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { allRoutes } from '../http/all-routes.js';
import { configureHttp } from '../http/configure-http.js';
import { JsonLogger } from '../logging/json-logger.js';
import { RealtimeAdapter } from '../realtime/realtime.adapter.js';
import { RealtimeServer } from '../realtime/realtime-server.js';
import type { RunningApplication } from './running-application.js';

/** Starts an API process made of `module`, listening on `config.http`. @returns its address and how to stop it */
export async function startApiOf(module: Type, config: Config): Promise<RunningApplication & { readonly url: string }> {
  const app = await NestFactory.create<NestExpressApplication>(
    { module: ApiHost, imports: [ConfigModule.with(config), module] },
    new ExpressAdapter(),
    { bodyParser: false, logger: new JsonLogger(config, 'api'), abortOnError: false },
  );
  try {
    await prepareApi(app, config);
    await app.listen(config.http.port, config.http.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://${config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host}:${port}`;
  new Logger('Api').log(`listening on ${url}`);
  return { app, url, stop: () => stop(app) };
}

/** Puts everything in front of the controllers and attaches the sockets; tests call it on their own application. */
export async function prepareApi(app: NestExpressApplication, config: Config): Promise<void> {
  configureHttp(app, config, allRoutes);
  const authenticator = app.get(AuthenticatorPort, { strict: false });
  const { io } = app.get(RealtimeServer, { strict: false });
  app.useWebSocketAdapter(new RealtimeAdapter(app, io, authenticator, config.http.allowedOrigins));
  await app.init();
  const server = app.getHttpServer();
  server.requestTimeout = 30_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 75_000;
}

async function stop(app: NestExpressApplication): Promise<void> {
  const server = app.getHttpServer();
  server.close();
  server.closeIdleConnections();
  await app.close();
}

class ApiHost {}
