import {
  ClusterNotFoundException,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
  ServiceNotFoundException,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { describeTaskDefinition } from '../expect/task-definition.ts';
import type { Window } from './extremes.ts';

/** One attempt to bring a service to a revision, with what it was to bring. */
export interface DeploymentStory extends ServiceDeployment {
  /** Task definition of the target revision; undefined: it was deleted. */
  readonly taskDefinition: TaskDefinition | undefined;
  /** ARNs of the task definitions that it was to replace. */
  readonly sources: readonly string[];
}

/** AWS: deployments or revisions that one call describes. */
const MOST_A_CALL = 20;

/**
 * The deployments of a service, newest first; none where there is no such service. Give `since`
 * (the service's `createdAt`), or those of a service of the same name before it count, too.
 */
export const serviceDeployments = async (
  context: CheckContext,
  { cluster, service, since }: { cluster: string; service: string; since?: Date | undefined },
): Promise<DeploymentStory[]> => {
  const arns = await list(context, cluster, service);
  const described = await describe(context, arns);
  const stories = described
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= (since?.getTime() ?? 0))
    .sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
  const revisions = await revisionsOf(context, stories);
  const definitions = new Map<string, TaskDefinition>();
  for (const arn of new Set(revisions.values())) {
    const definition = await describeTaskDefinition(context, arn);
    if (definition !== undefined) definitions.set(arn, definition);
  }
  return stories.map((story) => ({
    ...story,
    taskDefinition: definitions.get(revisions.get(story.targetServiceRevision?.arn ?? '') ?? ''),
    sources: (story.sourceServiceRevisions ?? []).flatMap(
      ({ arn = '' }) => revisions.get(arn) ?? [],
    ),
  }));
};

/** From its start until it ended, or until now. */
export const windowOf = (
  { createdAt, startedAt = createdAt, finishedAt }: ServiceDeployment,
  now: number,
): Window => {
  const from = startedAt?.getTime() ?? now;
  return { from, to: Math.max(from, finishedAt?.getTime() ?? now) };
};

const list = async (
  { ecs, signal }: CheckContext,
  cluster: string,
  service: string,
): Promise<string[]> => {
  const arns: string[] = [];
  try {
    let nextToken: string | undefined;
    do {
      const page = await ecs.send(
        new ListServiceDeploymentsCommand({ cluster, service, nextToken }),
        {
          abortSignal: signal,
        },
      );
      arns.push(
        ...(page.serviceDeployments ?? []).flatMap((brief) => brief.serviceDeploymentArn ?? []),
      );
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  } catch (error) {
    if (error instanceof ClusterNotFoundException || error instanceof ServiceNotFoundException) {
      return [];
    }
    throw error;
  }
  return arns;
};

const describe = async (
  { ecs, signal }: CheckContext,
  arns: readonly string[],
): Promise<ServiceDeployment[]> => {
  const answers = await Promise.all(
    inParts(arns).map((serviceDeploymentArns) =>
      ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }), {
        abortSignal: signal,
      }),
    ),
  );
  return answers.flatMap(({ serviceDeployments = [] }) => serviceDeployments);
};

/** ARN of the task definition by ARN of the service revision. */
const revisionsOf = async (
  { ecs, signal }: CheckContext,
  stories: readonly ServiceDeployment[],
): Promise<Map<string, string>> => {
  const arns = stories.flatMap(({ targetServiceRevision, sourceServiceRevisions = [] }) =>
    [targetServiceRevision, ...sourceServiceRevisions].flatMap((revision) => revision?.arn ?? []),
  );
  const answers = await Promise.all(
    inParts([...new Set(arns)]).map((serviceRevisionArns) =>
      ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }), {
        abortSignal: signal,
      }),
    ),
  );
  return new Map(
    answers
      .flatMap(({ serviceRevisions = [] }) => serviceRevisions)
      .map((revision) => [revision.serviceRevisionArn ?? '', revision.taskDefinition ?? '']),
  );
};

const inParts = (arns: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(arns.length / MOST_A_CALL) }, (_part, index) =>
    arns.slice(index * MOST_A_CALL, (index + 1) * MOST_A_CALL),
  );
