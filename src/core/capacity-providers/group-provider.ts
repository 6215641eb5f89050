import type { CapacityProviderInput } from '../commands.ts';
import { invalidParameter } from '../errors.ts';
import type { CapacityProvider, ManagedScaling } from '../model/index.ts';
import { groupNameOf } from './instance-group.ts';

type GroupProvider = CapacityProvider['autoScalingGroupProvider'];

/** AWS: see ManagedScaling. */
const RANGES = {
  targetCapacity: [1, 100],
  minimumScalingStepSize: [1, 10_000],
  maximumScalingStepSize: [1, 10_000],
  instanceWarmupPeriod: [0, 10_000],
} as const;

const DEFAULT_SCALING: ManagedScaling = {
  targetCapacity: 100,
  minimumScalingStepSize: 1,
  maximumScalingStepSize: 10_000,
  instanceWarmupPeriod: 300,
};

/** What is given, checked, over what there was or AWS's defaults. */
export function groupProvider(
  given: CapacityProviderInput,
  before: GroupProvider | undefined,
): GroupProvider {
  const autoScalingGroupArn = given.autoScalingGroupArn ?? before?.autoScalingGroupArn ?? '';
  if (!/^[^\s/]{1,255}$/.test(groupNameOf(autoScalingGroupArn))) {
    throw invalidParameter(
      'The Auto Scaling group of the capacity provider is invalid: expected its ARN or name.',
    );
  }
  const managedScaling = scaling(given.managedScaling, before?.managedScaling);
  const managedTerminationProtection =
    given.managedTerminationProtection ?? before?.managedTerminationProtection ?? 'DISABLED';
  if (managedTerminationProtection === 'ENABLED' && managedScaling.status !== 'ENABLED') {
    throw invalidParameter(
      'The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, enable managed scaling.',
    );
  }
  return {
    autoScalingGroupArn,
    managedScaling,
    managedTerminationProtection,
    managedDraining: given.managedDraining ?? before?.managedDraining ?? 'ENABLED',
  };
}

function scaling(given: ManagedScaling = {}, before: ManagedScaling = {}): ManagedScaling {
  const members = { ...before, ...given };
  const status = members.status ?? 'DISABLED';
  if (status === 'DISABLED') return { status };
  const all = { ...DEFAULT_SCALING, ...members, status };
  for (const name of [
    'targetCapacity',
    'minimumScalingStepSize',
    'maximumScalingStepSize',
    'instanceWarmupPeriod',
  ] as const) {
    const [lowest, highest] = RANGES[name];
    const value = all[name] ?? lowest;
    if (value < lowest || value > highest) {
      throw invalidParameter(
        `The ${name} of managedScaling must be between ${lowest} and ${highest}, found ${value}.`,
      );
    }
  }
  if ((all.minimumScalingStepSize ?? 1) > (all.maximumScalingStepSize ?? 1)) {
    throw invalidParameter(
      'The minimumScalingStepSize of managedScaling must not be above its maximumScalingStepSize.',
    );
  }
  return all;
}
