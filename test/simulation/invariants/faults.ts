import type { Fault } from '../../../src/core/model/index.ts';
import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';

/** What a fault did is taken back in the step that ends it, and no later than its time. */
export function checkFaults({ state, input, now, records, effects }: Stepped): void {
  if (state.faults.size === 0) return;
  const inForce = [...state.faults.values()].filter(({ endedAt }) => endedAt === null);
  for (const { faultId, endsAt } of input.type === 'TimePassed' ? inForce : [])
    insist(endsAt > now, 'fault without end', () => `${faultId} was to end at ${endsAt}`);
  for (const record of records) {
    if (record.type !== 'FaultPut' || record.fault.endsAt === record.fault.beganAt) continue;
    if (record.fault.endedAt === null) continue;
    for (const { taskArn, disturbance } of record.fault.disturbances) {
      const isOver = (state.tasks.get(taskArn)?.lastStatus ?? 'STOPPED') === 'STOPPED';
      const taken = effects.some((one) => one.type === 'Undisturb' && one.taskArn === taskArn);
      insist(
        isOver || taken || inForce.some((other) => hits(other, taskArn)),
        'fault taken back',
        () => `${record.fault.faultId} is over, and ${taskArn} still has ${disturbance.kind}`,
      );
    }
  }
  const lost = inForce.filter(({ fault }) => fault === 'lose-zone');
  for (const { targetArn } of lost) {
    for (const { taskArn, availabilityZone, launchType, lastStatus } of state.tasks.values()) {
      const lives = availabilityZone === targetArn && lastStatus !== 'STOPPED';
      insist(
        !(lives && launchType === 'FARGATE'),
        'lost zone',
        () => `${taskArn} is ${lastStatus}`,
      );
    }
  }
}

const hits = ({ disturbances }: Fault, taskArn: string): boolean =>
  disturbances.some((one) => one.taskArn === taskArn);
