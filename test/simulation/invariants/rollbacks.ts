import type { Deployment, DeploymentAlarms, Service } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { insist } from '../violation.ts';
import { alarmsThatFailed } from './alarms.ts';
import type { Stepped } from './invariants.ts';

interface Known {
  readonly primary: Deployment;
  /** Has it been gone back to? Undefined: that was before a restart. */
  readonly isBack: boolean | undefined;
  /** Something to go back to. */
  readonly completed: boolean;
}

/** Who ends a deployment without being told to: breaker and alarms, and only as they were asked. */
export class Rollbacks {
  #known = new Map<string, Known>();

  restart(state: State): void {
    this.#known = new Map();
    for (const service of state.services.values()) {
      this.#note(service, undefined, service.lastCompleted !== null);
    }
  }

  check(step: Stepped): void {
    const { state, input, records } = step;
    const command = input.type === 'Command' ? input.command.name : '';
    const byHand = command === 'UpdateService' || command === 'StopServiceDeployment';
    for (const record of records) {
      if (record.type === 'ServiceCreated') this.#known.delete(record.service.serviceArn);
    }
    for (const arn of new Set(
      records.flatMap((record) => (record.type === 'ServiceChanged' ? [record.serviceArn] : [])),
    )) {
      const service = state.services.get(arn);
      if (service === undefined) continue;
      const before = this.#known.get(arn);
      const [primary] = service.deployments;
      const moved = primary?.id !== before?.primary.id;
      if (before !== undefined && primary !== undefined && !byHand) {
        const asked = alarmsThatFailed(step, service) ?? breakerOf(service);
        if (moved) checkBack(service, before, primary, asked);
        else checkFailed(service, before, primary, asked);
      }
      const isBack = moved ? wentBack(service, records) : before?.isBack;
      this.#note(service, isBack, before?.completed ?? false);
    }
  }

  #note({ serviceArn, deployments }: Service, isBack: boolean | undefined, completed: boolean) {
    const [primary] = deployments;
    if (primary === undefined) {
      this.#known.delete(serviceArn);
      return;
    }
    const now = completed || primary.rolloutState === 'COMPLETED';
    this.#known.set(serviceArn, { primary, isBack, completed: now });
  }
}

/** An update may be followed by a rollback at once. */
const wentBack = ({ serviceArn }: Service, records: Stepped['records']): boolean =>
  records.some(
    (record) =>
      record.type === 'ServiceDeploymentPut' &&
      record.serviceDeployment.serviceArn === serviceArn &&
      record.serviceDeployment.status === 'ROLLBACK_IN_PROGRESS',
  );

type Asked = Pick<DeploymentAlarms, 'enable' | 'rollback'>;

const breakerOf = ({ deploymentConfiguration }: Service): Asked =>
  deploymentConfiguration.deploymentCircuitBreaker ?? { enable: false, rollback: false };

function checkBack(
  service: Service,
  before: Known,
  primary: Deployment,
  { enable, rollback }: Asked,
): void {
  const says = (what: string) => () => `${service.serviceName} goes back to ${primary.id}: ${what}`;
  insist(enable === true && rollback === true, 'rollback', says('nobody asked for that'));
  insist(before.isBack !== true, 'rollback', says('it was on its way back already'));
  insist(primary.consecutiveFailures === 0, 'rollback', says('failures of before count'));
  insist(before.primary.rolloutState === 'IN_PROGRESS', 'rollback', says('nothing was under way'));
}

function checkFailed(
  service: Service,
  before: Known,
  primary: Deployment,
  { enable, rollback }: Asked,
): void {
  if (primary.rolloutState !== 'FAILED' || before.primary.rolloutState === 'FAILED') return;
  const says = (what: string) => () => `${service.serviceName}'s deployment fails: ${what}`;
  insist(enable === true, 'circuit breaker', says('the breaker is not enabled'));
  insist(
    before.primary.rolloutState === 'IN_PROGRESS',
    'circuit breaker',
    says('it was completed already'),
  );
  insist(
    rollback !== true || !before.completed || before.isBack !== false,
    'rollback',
    says('it should have gone back to what was completed last'),
  );
}
