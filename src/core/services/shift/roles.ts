import type { Deployment, Service, ServiceDeployment, Shift } from '../../model/index.ts';
import type { State } from '../../state.ts';
import { isBefore } from './stages.ts';

/** The story of a service deployment that shifts traffic. */
export type ShiftStory = ServiceDeployment & { readonly shift: Shift };

/** The story that the deployment belongs to; undefined: it is a rolling one. */
export function shiftStoryOf(
  state: State,
  deployment: Pick<Deployment, 'serviceDeploymentArn'> | undefined,
): ShiftStory | undefined {
  const story = state.serviceDeployments.get(deployment?.serviceDeploymentArn ?? '');
  return story?.shift === undefined ? undefined : { ...story, shift: story.shift };
}

/** Can traffic still go back? Not once the tasks that it came from are being stopped. */
export const canRollBack = ({ shift, rollback }: ShiftStory): boolean =>
  rollback === undefined && shift.stage !== 'CLEAN_UP';

/** Tasks that a deployment of the service is to have; a target has none before it scales up. */
export function tasksWanted(story: ShiftStory, { status, desiredCount }: Deployment): number {
  const isTarget = status === 'PRIMARY' && story.rollback === undefined;
  return isTarget && isBefore(story.shift.stage, 'SCALE_UP') ? 0 : desiredCount;
}

/** The deployment that keeps all its tasks beside the primary one, since traffic comes from it. */
export function sourceOf(state: State, { deployments }: Service): Deployment | undefined {
  const [primary, ...others] = deployments;
  const story = shiftStoryOf(state, primary);
  if (story === undefined || !canRollBack(story)) return undefined;
  return others.find(({ id }) => id === story.shift.sourceDeploymentId);
}
