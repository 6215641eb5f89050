import { ServiceException } from '@smithy/core/client';
import { plainMembers } from './plain.ts';

/** What AWS refused, as evidence keeps it. */
export type Refusal = {
  readonly name: string;
  readonly message: string;
  readonly [member: string]: unknown;
};

export const plainRefusal = ({ name, message, $fault, ...more }: ServiceException): Refusal => {
  const own = Object.entries(more).filter(([member]) => !member.startsWith('$'));
  return { ...plainMembers(Object.fromEntries(own)), name, message, fault: $fault };
};

/** The exception of the SDK that it was: `instanceof` holds, and all its members are there. */
export const reviveRefusal = async (
  service: string,
  { name, message, fault, ...members }: Refusal,
): Promise<Error> => {
  const options = {
    message,
    $metadata: {},
    $fault: fault === 'server' ? 'server' : 'client',
  } as const;
  const exception = (await sdkOf(service))[name];
  if (isException(exception)) return new exception({ ...members, ...options });
  return Object.assign(new ServiceException({ name, ...options }), members);
};

const isException = (value: unknown): value is new (options: object) => Error =>
  typeof value === 'function' && value.prototype instanceof ServiceException;

const SDKS: Readonly<Record<string, () => Promise<object>>> = {
  ECS: () => import('@aws-sdk/client-ecs'),
  CloudWatchLogs: () => import('@aws-sdk/client-cloudwatch-logs'),
  EC2: () => import('@aws-sdk/client-ec2'),
  ElasticLoadBalancingV2: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  CloudWatch: () => import('@aws-sdk/client-cloudwatch'),
  IAM: () => import('@aws-sdk/client-iam'),
  CostExplorer: () => import('@aws-sdk/client-cost-explorer'),
};

const sdkOf = async (service: string): Promise<Readonly<Record<string, unknown>>> => ({
  ...(await SDKS[service]?.()),
});
