import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** What `npm run check` must refuse: rule, file, import. Together they show that no rule is asleep. */
const violations: [rule: string, file: string, imported: string][] = [
  ['no-circular', 'libs/cases/src/circle-a.ts', './circle-b.js'],
  ['only-through-index', 'libs/cases/src/deep.ts', '../../platform/src/secret.js'],
  ['apps-through-index', 'apps/api/src/deep.ts', '../../../libs/platform/src/secret.js'],
  ['contracts-imports-zod-only', 'libs/contracts/src/npm.ts', 'pg'],
  ['contracts-imports-zod-only', 'libs/contracts/src/kernel.ts', '@app/kernel'],
  ['kernel-and-scheduling-are-pure', 'libs/scheduling/src/nest.ts', '@nestjs/common'],
  ['kernel-and-scheduling-are-pure', 'libs/scheduling/src/platform.ts', '@app/platform'],
  ['kernel-imports-contracts-only', 'libs/kernel/src/engine.ts', '@app/scheduling'],
  ['platform-knows-no-feature', 'libs/platform/src/feature.ts', '@app/cases'],
  ['cases-looks-left', 'libs/cases/src/right.ts', '@app/consultations'],
  ['libs-know-no-app', 'libs/consultations/src/app.ts', '../../../apps/api/src/plain.js'],
  ['apps-stay-apart', 'apps/api/src/worker.ts', '../../worker/src/plain.js'],
  ['standalone-has-no-client-code', 'apps/standalone/src/client.ts', '../../web/src/plain.js'],
  ['web-imports-contracts-only', 'apps/web/src/server.ts', '@app/platform'],
  ['every-folder-has-its-place', 'libs/utils/src/index.ts', 'zod'],
  ['entrances-call-services', 'libs/cases/src/cases.controller.ts', './plain.repository.js'],
  ['entrances-call-services', 'libs/cases/src/cases.jobs.ts', './plain.repository.js'],
  ['services-know-no-entrance', 'libs/cases/src/cases.service.ts', './plain.gateway.js'],
  ['repositories-know-rows-only', 'libs/cases/src/cases.repository.ts', './plain.service.js'],
  ['entities-are-columns', 'libs/cases/src/case.entity.ts', './plain.service.js'],
  ['rules-and-policies-are-pure', 'libs/cases/src/cases.policy.ts', '@nestjs/common'],
  ['rules-and-policies-are-pure', 'libs/cases/src/cases.rules.ts', './plain.service.js'],
];

const allowed: [file: string, imported: string][] = [
  ['libs/consultations/src/left.service.ts', '@app/cases'],
  ['libs/consultations/src/wire.service.ts', '@app/contracts'],
  ['apps/standalone/src/api.ts', '../../api/src/plain.js'],
  ['apps/web/src/wire.ts', '@app/contracts'],
];

const root = resolve('.');
let folder: string;
let found: { rule: string; from: string }[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'neuvo-boundaries-'));
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const lib of ['contracts', 'kernel', 'scheduling', 'platform', 'cases', 'consultations']) write(`libs/${lib}/src/index.ts`);
  for (const app of ['api', 'worker', 'web', 'standalone']) write(`apps/${app}/src/plain.ts`);
  for (const part of ['repository', 'service', 'gateway']) write(`libs/cases/src/plain.${part}.ts`);
  write('libs/platform/src/secret.ts');
  write('libs/cases/src/circle-b.ts', './circle-a.js');
  for (const [, file, imported] of violations) write(file, imported);
  for (const [file, imported] of allowed) write(file, imported);
  found = await cruise();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(violations)('%s refuses %s importing %s', (rule, from, _imported) => {
  expect(found.filter((one) => one.from === from)).toContainEqual({ rule, from });
});

it.each(allowed)('lets %s import %s', (from, _imported) => {
  expect(found.filter((one) => one.from === from)).toEqual([]);
});

function write(file: string, imported?: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), imported ? `import * as other from '${imported}';\nexport const use = other;\n` : 'export const plain = 1;\n');
}

function cruise(): Promise<typeof found> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const command = [program, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'apps', 'libs'];
  return new Promise((done, fail) => {
    execFile(process.execPath, command, { cwd: folder, maxBuffer: 50_000_000, env: { ...process.env, NODE_OPTIONS: '' } }, (_error, output, complaint) => {
      try {
        const { summary } = JSON.parse(output) as { summary: { violations: { rule: { name: string }; from: string }[] } };
        done(summary.violations.map(({ rule, from }) => ({ rule: rule.name, from })));
      } catch {
        fail(new Error(complaint || output.slice(0, 500)));
      }
    });
  });
}
