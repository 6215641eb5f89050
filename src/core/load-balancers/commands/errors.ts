import { Refusal } from '../../errors.ts';

/** Errors of Elastic Load Balancing, in its codes and, where these are known, its words. */

export const validationError = (message: string) => new Refusal('ValidationError', message);

export const invalidConfiguration = (message: string) =>
  new Refusal('InvalidConfigurationRequest', message);

export const invalidAction = (message: string) => new Refusal('InvalidLoadBalancerAction', message);

/** What AWS does and this runtime does not. */
export const notHere = (what: string, instead: string) =>
  new Refusal('OperationNotPermitted', `${what} not supported by this runtime. ${instead}`);

/** As AWS says it of a number that its API model bounds; undefined is in every range. */
export function checkRange(
  name: string,
  value: number | undefined,
  least: number,
  most: number,
): void {
  if (value === undefined || (value >= least && value <= most)) return;
  const bound =
    value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

export const checkPort = (name: string, port: number | undefined): void =>
  checkRange(name, port, 1, 65_535);
