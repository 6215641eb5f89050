import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { elbv2 } from '../../../src/aws/elbv2/service.ts';
import type { AwsFront } from '../../../src/aws/front.ts';
import { startRuntime, type WireRuntime } from '../../wire/runtime.ts';
import { reportingFront } from '../call.ts';
import { callElbv2 } from './call-elbv2.ts';

let runtime: WireRuntime;
let front: AwsFront;
let reported: string[];
/** Parameters that are right, by what they name. */
const right: Record<string, string> = {};
beforeAll(async () => {
  runtime = await startRuntime();
  ({ front, reported } = reportingFront(runtime.controlPlane));
  const call = async (action: string, parameters: Record<string, string>) =>
    (await callElbv2(front, action, parameters)).result;
  const loadBalancer = await call('CreateLoadBalancer', {
    Name: 'front',
    'Subnets.member.1': 'subnet-0ca7000000000000a',
    'Subnets.member.2': 'subnet-0ca7000000000000b',
  });
  right.LoadBalancerArn = loadBalancer.LoadBalancers.member[0].LoadBalancerArn;
  const group = await call('CreateTargetGroup', {
    Name: 'cats',
    Protocol: 'HTTP',
    Port: '80',
    VpcId: 'vpc-0ca70000000000000',
  });
  right.TargetGroupArn = group.TargetGroups.member[0].TargetGroupArn;
  const listener = await call('CreateListener', {
    LoadBalancerArn: right.LoadBalancerArn ?? '',
    Protocol: 'HTTP',
    Port: '80',
    'DefaultActions.member.1.Type': 'forward',
    'DefaultActions.member.1.TargetGroupArn': right.TargetGroupArn ?? '',
  });
  right.ListenerArn = listener.Listeners.member[0].ListenerArn;
});
afterAll(() => runtime[Symbol.asyncDispose]());

/** Every parameter that the schema has, as the wire spells it; of lists the first item. */
function parameterNames(schema: NormalizedSchema, depth = 0): string[] {
  if (depth > 6) return [];
  if (schema.isListSchema()) {
    return parameterNames(schema.getValueSchema(), depth + 1).map((rest) => `.member.1${rest}`);
  }
  if (!schema.isStructSchema()) return [''];
  return [...schema.structIterator()].flatMap(([name, member]) =>
    parameterNames(member, depth + 1).map((rest) => `.${name}${rest}`),
  );
}

const value = fc.oneof(
  fc.string(),
  fc.integer({ min: -2, max: 70_000 }),
  fc.boolean(),
  fc.constantFrom('HTTP', 'TCP', 'network', 'ip', 'forward', 'redirect', 'fixed-response'),
  fc.constantFrom('HTTP_301', '200', 'path-pattern', 'host-header', 'source-ip', 'a.example.com'),
  fc.constantFrom(
    '/',
    '10.0.0.0/8',
    '172.31.0.9',
    'all',
    'ipv4',
    '__proto__',
    '99999999999999999999',
  ),
  fc.constantFrom('stickiness.enabled', 'idle_timeout.timeout_seconds', 'vpc-0ca70000000000000'),
  fc.constantFrom('LoadBalancerArn', 'TargetGroupArn', 'ListenerArn'),
);

test.each([...elbv2.operations])(
  '%s answers any parameters, and never with a 500',
  async (name, { schema }) => {
    const names = parameterNames(NormalizedSchema.of(schema[4])).map((one) => one.slice(1));
    const parameter = fc.tuple(fc.constantFrom(...names, 'x.y'), value);
    await fc.assert(
      fc.asyncProperty(
        fc.array(parameter, { maxLength: 8 }),
        fc.boolean(),
        async (parameters, onTop) => {
          const { status, error } = await callElbv2(front, name, {
            ...(onTop && !name.startsWith('Delete') ? right : {}),
            ...Object.fromEntries(
              parameters.map(([member, found]) => [
                member,
                typeof found === 'string' && Object.hasOwn(right, found)
                  ? (right[found] ?? '')
                  : found,
              ]),
            ),
          });
          expect(reported).toEqual([]);
          expect([200, 400]).toContain(status);
          if (status !== 200) {
            expect(error?.code).toMatch(/^[A-Za-z]+$/);
            expect(error?.message).not.toBe('');
          }
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 60) },
    );
  },
);
