import { Clock } from '@app/kernel';
import { Database, loadConfig, migrateDatabase } from '@app/platform';
import { seedReference } from '@app/reference';
import { startApi } from '../../api/src/start-api.js';
import { startWorker } from '../../worker/src/start-worker.js';
import { seedDemo } from './demo/seed-demo.js';

export interface Application {
  /** What could not be had, in words for the person at the terminal. */
  remark: string | undefined;
  stop(): Promise<void>;
}

/** Brings the database up to date and runs API and worker in this process, with the demo in it. */
export async function startApplication(env: NodeJS.ProcessEnv): Promise<Application> {
  const config = loadConfig(env);
  await migrateDatabase(config.database);
  const worker = await startWorker(config);
  const stops = [() => worker.stop()];
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    // Before the API answers: it keeps the reference data in memory.
    await worker.app.get(Database, { strict: false }).transaction(seedReference);
    const api = await startApi(config);
    stops.push(() => api.stop());
    const remark = await seedDemo(worker.app, `http://127.0.0.1:${config.http.port}`, worker.app.get(Clock, { strict: false }).now());
    return { remark, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
