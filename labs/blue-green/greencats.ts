// What the checks of this lab have in common.
import {
  type CheckContext,
  type DeploymentStory,
  describeListener,
  describeTargetGroup,
  expectLoadBalancer,
  expectService,
  type Service,
  serviceDeployments,
  type TaskDefinition,
  Unmet,
  weightsOf,
} from '../../grader/library.ts';

export const cluster = 'greencats';
export const alarmName = 'greencats-errors';
export const groupNames = ['greencats-blue', 'greencats-green'] as const;

export const theService = (context: CheckContext): Promise<Service> =>
  expectService(context, cluster, 'cats', { desiredCount: 2, launchType: 'FARGATE' });

/** The listener on that port, and where its default action leads: weights by ARN of a target group. */
export const doorAt = async (context: CheckContext, port: number) => {
  const listener = await describeListener(
    context,
    await expectLoadBalancer(context, 'greencats'),
    port,
  );
  return { listener, weights: weightsOf(listener.DefaultActions) };
};

/** ARNs of blue and green. */
export const groupArns = async (context: CheckContext): Promise<readonly string[]> => {
  const groups = await Promise.all(groupNames.map((name) => describeTargetGroup(context, name)));
  return groups.map(({ TargetGroupArn = '' }) => TargetGroupArn);
};

/** `greencats-blue`, of an ARN. */
export const groupName = (arn = 'none'): string => arn.split('/')[1] ?? arn;

const versionOf = (definition: TaskDefinition | undefined): string =>
  definition?.containerDefinitions?.[0]?.environment?.find(({ name }) => name === 'VERSION')
    ?.value ?? 'unknown';

/**
 * The newest deployment that was to bring this version, once it has ended. Symptoms: `missing`,
 * `unfinished`.
 */
export const storyOf = async (context: CheckContext, version: string): Promise<DeploymentStory> => {
  const { serviceName = '', createdAt } = await theService(context);
  const stories = await serviceDeployments(context, {
    cluster,
    service: serviceName,
    since: createdAt,
  });
  const story = stories.find(({ taskDefinition }) => versionOf(taskDefinition) === version);
  if (story === undefined) {
    throw new Unmet({
      expected: `a deployment of version ${version}`,
      observed: `only of version ${stories.map(({ taskDefinition }) => versionOf(taskDefinition)).join(', ')}`,
      symptom: 'missing',
    });
  }
  if (story.finishedAt === undefined) {
    throw new Unmet({
      expected: `that the deployment of version ${version} has ended`,
      observed: `that it is ${story.status}, at the stage ${story.lifecycleStage}`,
      symptom: 'unfinished',
    });
  }
  return story;
};

/** Throws unless what was found is as expected; `member` is what a hint is chosen by. */
export const expectMember = (
  member: string,
  expected: string,
  found: string | number | undefined,
): void => {
  const observed = String(found ?? 'none');
  if (observed === expected) return;
  throw new Unmet({
    expected: `${member} ${expected}`,
    observed,
    members: [member],
  });
};

/** Throws unless the story ended like that, with that strategy. Members: `strategy`, `status`. */
export const expectEnd = (
  { deploymentConfiguration, status }: DeploymentStory,
  strategy: string,
  end: 'SUCCESSFUL' | 'ROLLBACK_SUCCESSFUL',
): void => {
  expectMember('strategy', strategy, deploymentConfiguration?.strategy ?? 'ROLLING');
  expectMember('status', end, status);
};

export const took = ({ startedAt, finishedAt }: DeploymentStory): string =>
  `${(((finishedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)) / 1000).toFixed(1)} s`;

export const waitFor = `It is still under way. Watch it: sh watch.sh ${cluster} cats. Should it wait at a hook, continue-service-deployment lets it go on.`;
