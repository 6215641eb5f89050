import { Random } from './random.ts';

/** What a history may contain; each draws its own, so that each looks at another corner. */
export interface Profile {
  readonly seed: number;
  /** So many commands and faults, before all settles. */
  readonly actions: number;
  readonly timeScale: number;
  readonly capacity: 'FARGATE' | 'EC2' | 'BOTH';
  readonly weights: Readonly<Record<ActionName, number>>;
  readonly faults: Faults;
  /** What is done with load balancers, beside the other actions; undefined: there are none. */
  readonly loadBalancers: Readonly<Record<LoadBalancerActionName, number>> | undefined;
  /** Somebody causes faults, beside the other actions. */
  readonly causesFaults: boolean;
}

export const ACTIONS = [
  'createService',
  'scale',
  'deploy',
  'percentages',
  'forceNewDeployment',
  'settings',
  'deleteService',
  'stopServiceDeployment',
  'register',
  'runTask',
  'stopTask',
  'startTask',
  'protect',
  'runInstances',
  'stopInstance',
  'startInstance',
  'terminateInstance',
  'drain',
  'activate',
  'deregister',
  'attributes',
  'capacityProviders',
  'taskCrash',
  'instanceCrash',
  'agentAway',
  'agentBack',
  'spotInterruption',
  'engineAway',
  'engineBack',
  'wipe',
  'crash',
] as const;
export type ActionName = (typeof ACTIONS)[number];

export const LOAD_BALANCER_ACTIONS = [
  'createLoadBalancer',
  'createTargetGroup',
  'createListener',
  'modifyListener',
  'createRule',
  'setRulePriorities',
  'registerTargets',
  'registerAgain',
  'deregisterTargets',
  'attributesOfGroup',
  'attributesOfLoadBalancer',
  'healthCheck',
  'deleteListener',
  'deleteRule',
  'deleteTargetGroup',
  'deleteLoadBalancer',
  'updateService',
  'trunking',
  'kill',
  'lose',
] as const;
export type LoadBalancerActionName = (typeof LOAD_BALANCER_ACTIONS)[number];

/** What can be left out of a history, to see what a failure needs. */
export const FAULTS = [
  'taskCrash',
  'instances',
  'agent',
  'spot',
  'engine',
  'crash',
  'effects',
  'observations',
  'behaviour',
  'loadBalancers',
  'caused',
] as const;
export type FaultName = (typeof FAULTS)[number];

/** Probabilities, 0–1. */
export interface Faults {
  /** Of each effect: never done; done late; answered with a failure. */
  readonly effectLost: number;
  readonly effectLate: number;
  readonly effectFails: number;
  /** Of each observation. */
  readonly observationLost: number;
  readonly observationLate: number;
  readonly observationDoubled: number;
  /** Of each turn of the writer, at one of its boundaries. */
  readonly crash: number;
  /** Containers that crash, fall ill, start slowly or do not stop when told. */
  readonly behaviour: boolean;
}

export const NO_FAULTS: Faults = {
  effectLost: 0,
  effectLate: 0,
  effectFails: 0,
  observationLost: 0,
  observationLate: 0,
  observationDoubled: 0,
  crash: 0,
  behaviour: false,
};

/** The first histories are without load balancers, and so are two of three of the others. */
const FIRST_WITH_LOAD_BALANCERS = 300;

function loadBalancersOf(seed: number, without: readonly FaultName[]): Profile['loadBalancers'] {
  if (seed < FIRST_WITH_LOAD_BALANCERS || seed % 3 !== 0) return undefined;
  const random = new Random(seed, 'profile of load balancers');
  const some = (weight: number) => (random.chance(0.5) ? weight : 0);
  const faults = random.chance(0.5) && !without.includes('loadBalancers') ? 1 : 0;
  return {
    createLoadBalancer: 2,
    createTargetGroup: 2,
    createListener: 3,
    modifyListener: some(1),
    createRule: 2,
    setRulePriorities: some(1),
    registerTargets: some(2),
    registerAgain: some(2),
    deregisterTargets: some(2),
    attributesOfGroup: some(2),
    attributesOfLoadBalancer: some(1),
    healthCheck: some(1),
    deleteListener: some(0.7),
    deleteRule: some(1),
    deleteTargetGroup: some(1.5),
    deleteLoadBalancer: some(0.4),
    updateService: some(2),
    trunking: some(1),
    kill: 3 * faults,
    lose: 1.5 * faults,
  };
}

/** The profile of that seed. `actions` makes it shorter; `without` takes faults away. */
export function profileOf(
  seed: number,
  { actions, without = [] }: { actions?: number | undefined; without?: readonly FaultName[] } = {},
): Profile {
  const random = new Random(seed, 'profile');
  const has = (name: FaultName, probability: number) =>
    random.chance(probability) && !without.includes(name);
  const length = random.between(8, 40);
  const capacity = random.oneOf('FARGATE', 'EC2', 'EC2', 'BOTH');
  const onInstances = capacity === 'FARGATE' ? 0 : 1;
  const some = (weight: number) => (random.chance(0.7) ? weight : 0);
  const [taskCrash, instances, agent, spot, engine, crash, effects, observations, behaviour] =
    FAULTS.slice(0, -2).map((name) =>
      Number(has(name, name === 'crash' || name === 'engine' ? 0.3 : 0.5)),
    );
  const weights: Record<ActionName, number> = {
    createService: 4,
    scale: some(4),
    deploy: some(6),
    percentages: some(2),
    forceNewDeployment: some(2),
    settings: some(1),
    deleteService: some(1),
    stopServiceDeployment: some(1),
    register: 2,
    runTask: some(3),
    stopTask: some(3),
    startTask: some(onInstances),
    protect: some(1),
    runInstances: 3 * onInstances,
    stopInstance: some(onInstances),
    startInstance: some(onInstances),
    terminateInstance: some(onInstances),
    drain: some(2 * onInstances),
    activate: some(2 * onInstances),
    deregister: some(0.5 * onInstances),
    attributes: some(onInstances),
    capacityProviders: some(onInstances),
    taskCrash: 5 * (taskCrash ?? 0),
    instanceCrash: 2 * onInstances * (instances ?? 0),
    agentAway: 2 * onInstances * (agent ?? 0),
    agentBack: 3 * onInstances * (agent ?? 0),
    spotInterruption: onInstances * (spot ?? 0),
    engineAway: engine ?? 0,
    engineBack: 2 * (engine ?? 0),
    wipe: 0.5 * (engine ?? 0),
    crash: crash ?? 0,
  };
  const share = (on: number | undefined, most: number) => (on ? random.fraction() * most : 0);
  return {
    seed,
    actions: Math.min(actions ?? length, length),
    timeScale: random.oneOf(1, 1, 1, 7, 60),
    capacity,
    weights,
    faults: {
      ...NO_FAULTS,
      effectLost: share(effects, 0.05),
      effectLate: share(effects, 0.2),
      effectFails: share(effects, 0.1),
      observationLost: share(observations, 0.03),
      observationLate: share(observations, 0.3),
      observationDoubled: share(observations, 0.3),
      crash: share(crash, 0.03),
      behaviour: Boolean(behaviour),
    },
    loadBalancers: loadBalancersOf(seed, without),
    causesFaults:
      seed >= FIRST_WITH_LOAD_BALANCERS && seed % 3 === 1 && !without.includes('caused'),
  };
}
