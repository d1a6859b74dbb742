// npm run chaos [-- --short] [words]: builds what is stale, then kills what it started; words choose scenarios by their names.
import { join } from 'node:path';
import { assertNode, prepare, root } from '../../apps/standalone/prepare.mjs';
import { findMedia } from '../support/find-media.mjs';

assertNode();
await prepare();
const media = await findMedia();
if (media.mode === 'livekit') process.env.LIVEKIT_SERVER_BIN = media.binary;
const { runChaos } = await import(join(root, 'dist/server/test/chaos/main.js'));
process.exitCode = await runChaos(process.argv.slice(2), root, media.mode === 'livekit' ? undefined : media.why);
// A scenario that failed may have left a handle open; everything that matters is written and stopped.
process.exit();
