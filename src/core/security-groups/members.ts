import { type Scope, scopeOf, securityGroupArn } from '../arn.ts';
import type { Instance, Task } from '../model/index.ts';
import { DEFAULT_SECURITY_GROUP_ID } from '../network/default-vpc.ts';
import { setIn } from '../set-in.ts';
import type { State } from '../state.ts';

const DEFAULT = [DEFAULT_SECURITY_GROUP_ID];
const NONE: readonly string[] = [];

/** Ids of the groups that the task's own interface is in, from when it is made until it is gone. */
export const groupsOfTask = ({ networkInterface, lastStatus }: Task): readonly string[] =>
  networkInterface === undefined || lastStatus === 'STOPPED'
    ? NONE
    : (networkInterface.securityGroupIds ?? DEFAULT);

export const groupsOfInstance = ({ state, securityGroupIds }: Instance): readonly string[] =>
  state === 'terminated' || state === 'shutting-down' ? NONE : securityGroupIds;

/** Keeps the index `membersByGroup` when the groups of that task, instance or load balancer change. */
export function changeMembership(
  { membersByGroup }: State,
  arn: string,
  before: readonly string[],
  after: readonly string[],
): void {
  if (before === after) return;
  const scope = scopeOf(arn);
  for (const id of before) if (!after.includes(id)) leave(membersByGroup, scope, id, arn);
  for (const id of after) setIn(membersByGroup, securityGroupArn(scope, id)).add(arn);
}

function leave(index: State['membersByGroup'], scope: Scope, groupId: string, arn: string): void {
  const group = securityGroupArn(scope, groupId);
  const members = index.get(group);
  members?.delete(arn);
  if (members?.size === 0) index.delete(group);
}
