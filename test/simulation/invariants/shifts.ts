import type { ListenerAction, Service, Task } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';
import type { Changes } from './ledger.ts';

/** What holds while a service shifts its production traffic from one revision to another. */
export class Shifts {
  /** Weights by rule (a listener's default one by the listener), then by target group. */
  readonly #weights = new Map<string, ReadonlyMap<string, number>>();

  restart(state: State): void {
    this.#weights.clear();
    for (const { listenerArn, defaultAction } of state.listeners.values())
      this.#weights.set(listenerArn, weightsOf(defaultAction));
    for (const { ruleArn, action } of state.listenerRules.values())
      this.#weights.set(ruleArn, weightsOf(action));
  }

  check({ state, input, records }: Stepped, { tasks }: Changes): void {
    for (const record of records) {
      if (record.type === 'ListenerPut')
        this.#put(state, input, record.listener.listenerArn, record.listener.defaultAction);
      else if (record.type === 'ListenerRulePut')
        this.#put(state, input, record.rule.ruleArn, record.rule.action);
    }
    for (const { before, after } of tasks) {
      if (before !== undefined && after !== undefined) this.#checkStop(state, before, after);
    }
  }

  #put(state: State, input: Stepped['input'], rule: string, action: ListenerAction): void {
    const before = this.#weights.get(rule) ?? new Map<string, number>();
    const now = weightsOf(action);
    this.#weights.set(rule, now);
    const byHand = input.type === 'Command' && /Listener|Rule/.test(input.command.name);
    if (byHand) return;
    const sum = [...now.values()].reduce((total, weight) => total + weight, 0);
    insist(sum === 100 || sum === 1000, 'weights', () => `${rule} has weights of ${sum} together`);
    for (const [group, weight] of now) {
      const share = weight / sum;
      if (share > shareOf(before, group)) checkReceiver(state, group, share);
    }
  }

  /** A task that gets production traffic and is well goes only when there are others enough. */
  #checkStop(state: State, before: Task, after: Task): void {
    const stops =
      before.desiredStatus === 'RUNNING' &&
      after.desiredStatus === 'STOPPED' &&
      after.stopCode === 'ServiceSchedulerInitiated' &&
      before.readiness === 'HEALTHY' &&
      !before.draining;
    const service = state.services.get(after.serviceArn ?? '');
    if (!stops || service?.status !== 'ACTIVE' || !shiftsNow(state, service)) return;
    const groups = [...state.targets.values()].flatMap((target) =>
      target.taskArn === after.taskArn ? target.targetGroupArn : [],
    );
    const served = production(service).some((rule) =>
      groups.some((group) => (this.#weights.get(rule)?.get(group) ?? 0) > 0),
    );
    const others = healthyOf(state, after.deploymentId);
    insist(
      !served || others >= service.desiredCount,
      'shift',
      () => `${after.taskArn} gets traffic and is stopped; ${others} others are healthy`,
    );
  }
}

/** Does traffic shift, which the rolling rule is not for? */
export const shiftsTraffic = (state: State, { deployments: [primary] }: Service): boolean =>
  state.serviceDeployments.get(primary?.serviceDeploymentArn ?? '')?.shift !== undefined;

/** Traffic moves only to where all the tasks are that the service is to have. */
function checkReceiver(state: State, group: string, share: number): void {
  for (const service of state.services.values()) {
    const [primary] = service.deployments;
    if (primary === undefined || !shiftsNow(state, service)) continue;
    const story = state.serviceDeployments.get(primary.serviceDeploymentArn);
    const isTarget = story?.rollback === undefined && story?.status === 'IN_PROGRESS';
    if (!isTarget || primary.targetGroupArns?.includes(group) !== true) continue;
    const healthy = healthyOf(state, primary.id);
    insist(
      healthy >= service.desiredCount,
      'shift',
      () => `${group} gets ${share * 100} % of traffic with ${healthy} healthy tasks`,
    );
  }
}

/** Between two revisions: there was one before. */
const shiftsNow = (state: State, { deployments: [primary] }: Service): boolean => {
  const story = state.serviceDeployments.get(primary?.serviceDeploymentArn ?? '');
  return story?.shift !== undefined && story.shift.sourceDeploymentId !== null;
};

const healthyOf = (state: State, deploymentId: string | undefined): number =>
  [...state.tasks.values()].filter(
    (task) =>
      task.deploymentId === deploymentId &&
      task.desiredStatus === 'RUNNING' &&
      task.readiness === 'HEALTHY',
  ).length;

/** Listeners and rules that bring its production traffic. */
const production = ({ loadBalancers = [] }: Service): string[] =>
  loadBalancers.flatMap(({ advancedConfiguration }) => {
    const arn = advancedConfiguration?.productionListenerRule;
    if (arn === undefined) return [];
    return [arn, arn.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '')];
  });

const weightsOf = (action: ListenerAction): ReadonlyMap<string, number> =>
  new Map(
    action.type === 'forward'
      ? action.targetGroups.map(({ targetGroupArn, weight }) => [targetGroupArn, weight])
      : [],
  );

function shareOf(weights: ReadonlyMap<string, number>, group: string): number {
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  return sum === 0 ? 0 : (weights.get(group) ?? 0) / sum;
}
