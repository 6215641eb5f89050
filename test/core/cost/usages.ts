import type { InstanceUsage, TaskUsage } from '../../../src/core/cost/usage.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 10, 1);
export const seconds = (count: number): number => count * 1_000;

let made = 0;
const next = (): string => {
  made += 1;
  return String(made);
};

type Place = { readonly region?: string };

/** An hour of a small task on Fargate, unless said otherwise. */
export const task = ({ region = 'us-east-1', ...rest }: Partial<TaskUsage> & Place): TaskUsage => ({
  taskArn: `arn:aws:ecs:${region}:000000000000:task/demo/${next()}`,
  clusterArn: `arn:aws:ecs:${region}:000000000000:cluster/demo`,
  family: 'cats',
  service: null,
  launchType: 'FARGATE',
  spot: false,
  architecture: 'X86_64',
  cpu: 256,
  memoryMiB: 512,
  ephemeralGiB: 20,
  instanceArn: null,
  from: START,
  to: START + HOUR,
  ...rest,
});

/** An hour of a t3.medium, unless said otherwise. */
export const instance = ({
  region = 'us-east-1',
  ...rest
}: Partial<InstanceUsage> & Place): InstanceUsage => ({
  instanceArn: `arn:aws:ec2:${region}:000000000000:instance/i-${next()}`,
  instanceType: 't3.medium',
  spot: false,
  availabilityZone: `${region}a`,
  clusterArn: null,
  from: START,
  to: START + HOUR,
  ...rest,
});
