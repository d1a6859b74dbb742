import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// Jest translates what it runs itself; threads that the code under test starts are on their own.
if (!isMainThread) register('./typescript-hooks.mjs', import.meta.url);
