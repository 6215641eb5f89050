import { invalidParameter } from '../errors.ts';
import type { CapacityProviderStrategyItem } from '../model/index.ts';
import type { State } from '../state.ts';
import { capacityProviderExists } from './instance-group.ts';
import { isFargateProvider } from './names.ts';

/** AWS: at most so many capacity providers in a cluster, and in a strategy. */
const MOST_PROVIDERS = 20;
const HIGHEST_WEIGHT = 1000;
const HIGHEST_BASE = 100_000;

/** The capacity providers that a cluster is to have; throws InvalidParameterException. */
export function checkCapacityProviders(
  state: State,
  clusterArn: string,
  names: readonly string[],
): void {
  if (names.length > MOST_PROVIDERS) {
    throw invalidParameter(
      `A cluster can have at most ${MOST_PROVIDERS} capacity providers, found ${names.length}.`,
    );
  }
  const unknown = names.find((name) => !capacityProviderExists(state, clusterArn, name));
  if (unknown !== undefined) {
    throw invalidParameter(
      `The specified capacity provider '${unknown.slice(0, 300)}' was not found. Specify a valid name and try again.`,
    );
  }
  checkOnce(names);
}

/**
 * A capacity provider strategy of a cluster, service or task; throws InvalidParameterException.
 * AWS: weight 0–1000, base 0–100,000, a base for one item only, Fargate and groups of instances
 * not mixed, see CapacityProviderStrategyItem.
 */
export function checkStrategy(
  strategy: readonly CapacityProviderStrategyItem[],
  ofCluster: readonly string[],
): void {
  if (strategy.length > MOST_PROVIDERS) {
    throw invalidParameter(
      `A capacity provider strategy can have at most ${MOST_PROVIDERS} items, found ${strategy.length}.`,
    );
  }
  const names = strategy.map(({ capacityProvider = '' }) => capacityProvider);
  const unlisted = names.find((name) => !ofCluster.includes(name));
  if (unlisted !== undefined) {
    throw invalidParameter(
      `The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster: '${unlisted.slice(0, 300)}'. Associate the capacity provider with the cluster and try again.`,
    );
  }
  checkOnce(names);
  for (const { capacityProvider, weight, base } of strategy) {
    checkRange(`weight of ${capacityProvider}`, weight, HIGHEST_WEIGHT);
    checkRange(`base of ${capacityProvider}`, base, HIGHEST_BASE);
  }
  if (strategy.filter(({ base = 0 }) => base > 0).length > 1) {
    throw invalidParameter(
      'Only one capacity provider in a capacity provider strategy can have a base above 0.',
    );
  }
  if (new Set(names.map(isFargateProvider)).size > 1) {
    throw invalidParameter(
      'A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers. Specify one or the other and try again.',
    );
  }
}

function checkOnce(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw invalidParameter(`The capacity provider '${twice}' is given twice.`);
  }
}

function checkRange(what: string, value: number | undefined, highest: number): void {
  if (value !== undefined && (value < 0 || value > highest)) {
    throw invalidParameter(`The ${what} must be between 0 and ${highest}, found ${value}.`);
  }
}
