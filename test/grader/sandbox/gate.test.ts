import { expect, test } from 'vitest';
import { judge } from '../../../grader/sandbox/gate.ts';

const options = { account: '111111111111', port: 5000 };
const scope = '20260301/us-east-1/ecs/aws4_request';
const signedBy = (key: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/${scope}, SignedHeaders=host, Signature=0`,
});
const own = signedBy('111111111111');
const ask = (host: string, path = '/', headers: Record<string, string> = own) =>
  judge({ host, path, headers }, options);

test.each([
  ['localhost:4566', '/'],
  ['127.0.0.1:4566', '/?Action=DescribeInstances'],
  ['localhost:5000', '/service/GraniteServiceVersion20100801/operation/GetMetricData'],
  ['ECS.us-east-1.localhost:4566', '/'],
])('calls of the AWS API pass: %s%s', (host, path) => {
  expect(ask(host, path)).toHaveProperty('host');
});

test.each([
  'front-1234567890.elb.localhost:4566',
  'front-8080.elb.localhost:5000',
  '0123456789abcdef0123456789abcdef-80.task.localhost:4566',
  'i-0ca7000000000000a.ec2.localhost:4566',
])('ways into the own cluster pass, with any path and unsigned: %s', (host) => {
  expect(ask(host, '/cats/_workbook/x', {})).toEqual({ host: host.replace('4566', '5000') });
});

test.each([
  ['example.com:4566', '/'],
  ['169.254.170.2:4566', '/v2/credentials'],
  ['172.17.0.1:4566', '/'],
  ['localhost:22', '/'],
  ['localhost', '/'],
  ['localhost:4566@example.com', '/'],
  ['', '/'],
])('nothing passes to %s%s', (host, path) => {
  expect(ask(host, path)).toHaveProperty('refused');
});

test.each([
  '/_workbook/status',
  '/_workbook/run',
  '/v2/_catalog',
  '/v4/0123/task',
  '/index.html',
  '/service/x/operation/y/../../../_workbook/status',
  '//_workbook/status',
  'http://localhost:4566/_workbook/status',
  '*',
])('nothing of the runtime itself passes, signed or not: %s', (path) => {
  expect(ask('localhost:4566', path)).toHaveProperty('refused');
  expect(ask('x.localhost:4566', path, {})).toHaveProperty('refused');
});

test.each<[string, string, Record<string, string>]>([
  ['in the header', '/', signedBy('222222222222')],
  ['in the address', `/?Action=X&X-Amz-Credential=222222222222/${scope}`, {}],
  [
    'in the address, with the own one in the header',
    `/?X-Amz-Credential=222222222222/${scope}`,
    own,
  ],
  [
    'behind the own one',
    `/?X-Amz-Credential=111111111111/${scope}&X-Amz-Credential=222222222222/${scope}`,
    own,
  ],
  ['that is no account', '/', signedBy('AKIAEXAMPLE')],
  ['of the default account', '/', signedBy('test')],
  ['twice in the header', '/', { authorization: `${own.authorization} Credential=2/${scope}` }],
  ['not signed at all', '/', {}],
  ['a role without its token', '/', signedBy('ASIAABCDEFGHIJKLMNOP')],
  ['a foreign token', '/', { ...signedBy('222222222222'), 'x-amz-security-token': 'payload.seal' }],
])('another access key does not pass: %s', (_, path, headers) => {
  expect(ask('localhost:4566', path, headers)).toHaveProperty('refused');
});

test('a role that this runtime has given out passes: it looks at the seal itself', () => {
  const headers = { ...signedBy('ASIAABCDEFGHIJKLMNOP'), 'x-amz-security-token': 'payload.seal' };
  expect(ask('localhost:4566', '/', headers)).toEqual({ host: 'localhost:5000' });
});
