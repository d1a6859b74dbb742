import { expect, it, jest } from '@jest/globals';
import { describeError } from './describe-error.js';
import { JsonLogger } from './json-logger.js';

it('writes named facts only, never what else an object holds', () => {
  const { lines, logger } = capture();
  logger.log({ message: 'request', method: 'POST', route: '/api/cases/:id', status: 200, body: { title: 'canary' }, url: '/api/cases/canary' });
  expect(lines()).toMatchObject([{ msg: 'request', method: 'POST', route: '/api/cases/:id', status: 200 }]);
  expect(JSON.stringify(lines())).not.toContain('canary');
});

it('keeps values that a database error quotes out of the log', () => {
  const error = Object.assign(new Error('invalid input syntax for type uuid: "canary"'), { code: '22P02', parameters: ['canary'] });
  expect(JSON.stringify(describeError(new Error('booking failed', { cause: error })))).not.toContain('canary');
});

function capture() {
  const stream = { write: jest.fn<(line: string) => void>() };
  const logger = new JsonLogger({ logLevel: 'info' }, 'api', stream);
  return { logger, lines: () => stream.write.mock.calls.map(([line]) => JSON.parse(line) as unknown) };
}
