import { Refusal } from '../errors.ts';
import { INSTANCE_TYPES } from './instance-types.ts';

/** Errors of EC2, in its codes and words; where it says little, what would have been right follows. */

export const missingParameter = (name: string) =>
  new Refusal('MissingParameter', `The request must contain the parameter ${name}`);

export const invalidValue = (message: string) => new Refusal('InvalidParameterValue', message);

export const unknownInstanceType = (name: string) =>
  invalidValue(
    `Invalid value '${name.slice(0, 100)}' for InstanceType. This runtime has: ${INSTANCE_TYPES.map(({ instanceType }) => instanceType).join(', ')}.`,
  );

export const malformedInstanceId = (id: string) =>
  new Refusal(
    'InvalidInstanceID.Malformed',
    `Invalid id: "${id.slice(0, 100)}" (expecting "i-..." with 8 or 17 hexadecimal digits)`,
  );

export const instancesNotFound = (ids: readonly string[]) =>
  new Refusal(
    'InvalidInstanceID.NotFound',
    ids.length === 1
      ? `The instance ID '${ids[0]}' does not exist`
      : `The instance IDs '${ids.join(', ')}' do not exist`,
  );

export const incorrectState = (instanceId: string, verb: 'started' | 'stopped', state: string) =>
  new Refusal(
    'IncorrectInstanceState',
    `The instance '${instanceId}' is not in a state from which it can be ${verb}. It is ${state}.`,
  );

export const insufficientCapacity = (
  where: string,
  others: readonly { readonly availabilityZone: string }[],
) => {
  const instead = others.map(({ availabilityZone }) => availabilityZone).join(', ');
  return new Refusal(
    'InsufficientInstanceCapacity',
    `We currently do not have sufficient capacity in the Availability Zone you requested (${where}). Our system will be working on provisioning additional capacity.${instead === '' ? '' : ` You can currently get capacity by not specifying an Availability Zone in your request or choosing ${instead}.`}`,
  );
};
