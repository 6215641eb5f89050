import { expect, it } from 'vitest';
import { lacksSomething } from '../../../src/engines/docker/errors.ts';

const refusal = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) ${message}`), {
    statusCode,
    json: { message },
  });

it.each([
  [refusal(404, 'network 0ca7 not found'), true],
  [refusal(404, 'No such image: cats:latest'), true],
  // As Docker 20.10 answers while it is in swarm mode.
  [
    refusal(
      500,
      'Could not attach to network 0ca7: rpc error: code = NotFound desc = network 0ca7 not found',
    ),
    true,
  ],
  [refusal(500, 'driver failed programming external connectivity on endpoint cats'), false],
  [Object.assign(new Error('connect ENOENT'), { code: 'ENOENT' }), false],
])('%s: something is missing, %s', (error, missing) => {
  expect(lacksSomething(error)).toBe(missing);
});
