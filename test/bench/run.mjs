// npm run bench [-- slots booking panels tickets reminders join]: builds what is stale, then measures.
import { join } from 'node:path';
import { assertNode, prepare, root } from '../../apps/standalone/prepare.mjs';

assertNode();
await prepare();
const { runBench } = await import(join(root, 'dist/server/test/bench/main.js'));
process.exitCode = await runBench(process.argv.slice(2), root);
// A part that failed may have left a handle open; everything that matters is written and stopped.
process.exit();
