import { assertNode, prepare } from './prepare.mjs';

assertNode();
await prepare();
// In this process: one Ctrl-C, or one kill, reaches everything.
await import('../../dist/server/apps/standalone/src/main.js');
