import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ec2 } from '../../../src/aws/ec2/service.ts';
import type { AwsFront } from '../../../src/aws/front.ts';
import { startRuntime, type WireRuntime } from '../../wire/runtime.ts';
import { reportingFront } from '../call.ts';
import { callEc2 } from './call-ec2.ts';

let runtime: WireRuntime;
let front: AwsFront;
let reported: string[];
let instanceId: string;
beforeAll(async () => {
  runtime = await startRuntime();
  ({ front, reported } = reportingFront(runtime.controlPlane));
  const { result } = await callEc2(front, 'RunInstances', RIGHT.RunInstances);
  instanceId = result.instancesSet.item[0].instanceId;
});
afterAll(() => runtime[Symbol.asyncDispose]());

const RIGHT = {
  RunInstances: {
    ImageId: 'ami-0c2d06d50ce30b442',
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
  },
};

/** As the wire spells a member of an input. */
const parameterNames = (schema: NormalizedSchema): string[] =>
  [...schema.structIterator()].map(([name, member]) => {
    const { ec2QueryName, xmlName = name } = member.getMergedTraits();
    const key = typeof ec2QueryName === 'string' ? ec2QueryName : xmlName;
    return key.charAt(0).toUpperCase() + key.slice(1);
  });

const value = fc.oneof(
  fc.string(),
  fc.integer({ min: -2, max: 12 }),
  fc.boolean(),
  fc.constantFrom('i-0123456789abcdef0', 'ami-0ca70000000000a02', 't3.micro', 'us-east-1a', 'spot'),
  fc.constantFrom(
    'instance',
    '*',
    'I2Nsb3VkLWNvbmZpZw==',
    '__proto__',
    'THIS',
    '99999999999999999999',
  ),
);
const rest = fc.constantFrom(
  ...[
    '',
    '.1',
    '.2',
    '.1.Name',
    '.1.Value.1',
    '.1.Key',
    '.1.Tag.1.Key',
    '.1.ResourceType',
    '.Name',
  ],
  ...['.MarketType', '.AvailabilityZone', '.1.SubnetId', '.x', '.999999999', '.1.1.1'],
);

test.each([...ec2.operations])(
  '%s answers any parameters, and never with a 500',
  async (name, { schema }) => {
    const names = parameterNames(NormalizedSchema.of(schema[4]));
    const parameter = fc.tuple(fc.constantFrom(...names, 'Filter', 'x'), rest, value);
    await fc.assert(
      fc.asyncProperty(
        fc.array(parameter, { maxLength: 4 }),
        fc.boolean(),
        async (parameters, onTop) => {
          const { status, error } = await callEc2(front, name, {
            ...(onTop && name === 'RunInstances' ? RIGHT.RunInstances : {}),
            ...(onTop && /^(Start|Stop)Instances$/.test(name)
              ? { 'InstanceId.1': instanceId }
              : {}),
            ...Object.fromEntries(
              parameters.map(([member, tail, found]) => [
                `${member}${tail}`,
                found === 'THIS' ? instanceId : found,
              ]),
            ),
          });
          expect(reported).toEqual([]);
          expect([200, 400, 412]).toContain(status);
          if (status !== 200) {
            expect(error?.code).toMatch(/^[A-Za-z.]+$/);
            expect(error?.message).not.toBe('');
          }
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 60) },
    );
  },
);
