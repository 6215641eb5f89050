import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Task } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CheckContext } from '../../grader/check.ts';
import { http } from '../../grader/http/http.ts';
import { openTarget } from '../../grader/open-target.ts';
import { Unmet } from '../../grader/unmet.ts';

let server: Server;
let context: CheckContext;
let answer: (request: IncomingMessage) => { status: number; body: string };
const task: Task = { taskArn: 'arn:aws:ecs:us-east-1:123456789012:task/cats/0123456789abcdef' };

beforeEach(async () => {
  server = createServer((request, response) => {
    const { status, body } = answer(request);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const target = await openTarget({
    kind: 'local',
    endpoint: `http://localhost:${port}`,
    account: '123456789012',
    region: 'us-east-1',
  });
  context = { ...target, variant: {}, signal: AbortSignal.timeout(10_000) };
});
afterEach(() => {
  context.close();
  server.closeAllConnections();
  server.close();
});

test('a task of the runtime is reached by its name, without a resolver that knows it', async () => {
  answer = ({ url, headers }) => ({ status: 200, body: `${url} at ${headers.host}` });
  const { body } = await http(context, { task }, { port: 8080, path: '/cat', expected: 'a cat' });
  expect(body).toMatch(/^\/cat at 0123456789abcdef-8080\.task\.localhost:\d+$/);
});

test('a port of an EC2 instance is reached by the name of the instance', async () => {
  answer = ({ url, headers }) => ({ status: 200, body: `${url} at ${headers.host}` });
  const expectation = { port: 32_768, path: '/cat', expected: 'a cat' };
  const { body } = await http(context, { instance: 'i-0123456789abcdef0' }, expectation);
  expect(body).toMatch(/^\/cat at i-0123456789abcdef0-32768\.ec2\.localhost:\d+$/);

  answer = () => ({ status: 503, body: 'nothing listens' });
  await expect(
    http(context, { instance: 'i-0123456789abcdef0' }, expectation),
  ).rejects.toMatchObject({
    observed: '/cat of instance i-0123456789abcdef0, port 32768 answers 503',
    symptom: 'refused',
  });
});

test('a listener of a load balancer is reached by its name, and by its port if that is not 80', async () => {
  answer = ({ headers }) => ({ status: 200, body: `${headers.host}` });
  const front = { LoadBalancerName: 'front', DNSName: 'front-1234567890.elb.localhost:4566' };
  const at = async (port?: number) =>
    (await http(context, { loadBalancer: front }, { port, expected: 'a cat' })).body;
  expect(await at()).toMatch(/^front-1234567890\.elb\.localhost:\d+$/);
  expect(await at(8080)).toMatch(/^front-1234567890-8080\.elb\.localhost:\d+$/);
});

test.each([
  [500, 'meow', 'differs', '/ of task 01234567, port 80 answers 500'],
  [503, 'no task', 'refused', '/ of task 01234567, port 80 answers 503'],
  [200, 'woof', 'differs', '/ of task 01234567, port 80 answers 200, with something else'],
])('an answer %i "%s" is not a cat', async (status, body, symptom, observed) => {
  answer = () => ({ status, body });
  await expect(http(context, { task }, { body: /meow/, expected: 'a cat' })).rejects.toMatchObject({
    name: 'Unmet',
    expected: 'a cat',
    observed,
    symptom,
  });
});

test('the condition may come true within a time', async () => {
  let calls = 0;
  answer = () => ({ status: ++calls < 3 ? 503 : 200, body: 'meow' });
  await http(context, { task }, { expected: 'a cat', within: 5_000 });
  expect(calls).toBe(3);
});

test('on AWS a task without a public address is told what it lacks', async () => {
  const onAws: CheckContext = { ...context, kind: 'aws', endpoint: undefined };
  await expect(http(onAws, { task }, { expected: 'a cat' })).rejects.toThrow(Unmet);
  await expect(http(onAws, { task }, { expected: 'a cat' })).rejects.toMatchObject({
    hint: expect.stringContaining('assignPublicIp=ENABLED'),
  });
});

test('on AWS a task is reached at its public address', async () => {
  const { port } = new URL(context.endpoint ?? '');
  answer = ({ headers }) => ({ status: 200, body: `meow at ${headers.host}` });
  const onAws: CheckContext = {
    ...context,
    kind: 'aws',
    endpoint: undefined,
    publicAddress: async (id) => (id === 'eni-1' ? '127.0.0.1' : undefined),
  };
  const attached: Task = {
    ...task,
    attachments: [{ details: [{ name: 'networkInterfaceId', value: 'eni-1' }] }],
  };
  const { body } = await http(onAws, { task: attached }, { port: Number(port), expected: 'a cat' });
  expect(body).toBe(`meow at 127.0.0.1:${port}`);
});
