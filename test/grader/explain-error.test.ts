import { expect, test } from 'vitest';
import { explainError } from '../../grader/explain-error.ts';

const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
const here = 'http://localhost:4566';

test.each([
  [
    refused,
    here,
    /^Nothing answers at http:\/\/localhost:4566\. Start the runtime with "npm start"/,
  ],
  [new AggregateError([refused]), here, /^Nothing answers at http:\/\/localhost:4566/],
  [new Error('failed', { cause: refused }), here, /^Nothing answers at/],
  [
    Object.assign(new Error('dns'), { code: 'ENOTFOUND' }),
    undefined,
    /^The name of AWS cannot be found/,
  ],
  [Object.assign(new Error('x'), { name: 'CredentialsProviderError' }), undefined, /--profile/],
  [new Error('Region is missing'), undefined, /--region/],
  [new TypeError('x is undefined'), here, /^TypeError: x is undefined$/],
  ['thrown text', here, /^thrown text$/],
])('%s at %s is told in words that say what to do', (error, endpoint, expected) => {
  expect(explainError(error, endpoint)).toMatch(expected);
});
