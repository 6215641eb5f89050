import type { StateRecord } from '../../src/core/records.ts';
import type { State } from '../../src/core/state.ts';
import { shortName } from './engine-with-faults.ts';

/** What happened, line by line, for people; costs nothing unless it is wanted. */
export class Trace {
  readonly lines: string[] = [];

  constructor(
    readonly wanted: boolean,
    readonly elapsed: () => number,
  ) {}

  add(line: () => string): void {
    if (!this.wanted) return;
    this.lines.push(`${(this.elapsed() / 1000).toFixed(3).padStart(10)} s  ${line()}`);
  }

  records(records: readonly StateRecord[], state: State): void {
    if (!this.wanted) return;
    for (const record of records) {
      const said = describe(record, state);
      if (said !== undefined) this.add(() => `    ${said}`);
    }
  }
}

function describe(record: StateRecord, state: State): string | undefined {
  switch (record.type) {
    case 'TaskCreated': {
      const { taskArn, group, deploymentId, containerInstanceArn, availabilityZone } = record.task;
      const place =
        containerInstanceArn === undefined ? '' : ` on ${shortName(containerInstanceArn)}`;
      const deployment = deploymentId === undefined ? '' : ` of ${deploymentId.slice(8, 14)}`;
      return `+ task ${shortName(taskArn)} ${group}${deployment}${place} in ${availabilityZone}`;
    }
    case 'TaskChanged': {
      const { taskArn, change } = record;
      return `task ${shortName(taskArn)} ${members(change)}`;
    }
    case 'ContainerChanged':
      return `task ${shortName(record.taskArn)} ${record.name} ${members(record.change)}`;
    case 'TaskForgotten':
      return `- task ${shortName(record.taskArn)}`;
    case 'ServiceCreated':
      return `+ service ${shortName(record.service.serviceArn)} ${members(record.service)}`;
    case 'ServiceChanged': {
      const { deployments, ...change } = record.change;
      const listed = deployments?.map(
        ({ id, status, rolloutState, consecutiveFailures, throttledUntil }) =>
          `${id.slice(8, 14)} ${status} ${rolloutState} failures ${consecutiveFailures}${throttledUntil ? ' throttled' : ''}`,
      );
      return `service ${shortName(record.serviceArn)} ${members(change)} ${listed?.join(', ') ?? ''}`;
    }
    case 'ServiceEventAdded':
      return `event: ${record.event.message}`;
    case 'InstancePut':
      return `instance ${shortName(record.instance.instanceArn)} ${record.instance.state} ${record.instance.instanceType}`;
    case 'ContainerInstancePut':
      return `container instance ${shortName(record.containerInstance.containerInstanceArn)} ${record.containerInstance.status} on ${record.containerInstance.ec2InstanceId.slice(0, 8)}`;
    case 'ContainerInstanceChanged':
      return `container instance ${shortName(record.containerInstanceArn)} ${members(record.change)}`;
    case 'ServiceDeploymentPut':
      return `service deployment ${record.serviceDeployment.status}`;
    default:
      return state === undefined ? undefined : record.type;
  }
}

const members = (change: object): string =>
  Object.entries(change)
    .filter(([, value]) => typeof value !== 'object' || value === null)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
