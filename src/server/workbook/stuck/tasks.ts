import { nameOf } from '../../../core/arn.ts';
import type { Cluster, Container, Task } from '../../../core/model/index.ts';
import { dependenciesOf } from '../../../core/tasks/dependencies.ts';
import { ago, clustersOf, plural, type Ranked, type Seen, sentence, span, word } from './seen.ts';

/** Milliseconds for which nobody wonders that a task does not run yet. */
const PATIENCE = 15_000;

/** Tasks that stopped and were not meant to, that are not healthy, and that do not come up. */
export const tasksInTheWay = (seen: Seen): Ranked[] =>
  clustersOf(seen).flatMap((cluster) => {
    const tasks = [...(seen.state.tasksByCluster.get(cluster.clusterArn) ?? [])].flatMap(
      (arn) => seen.state.tasks.get(arn) ?? [],
    );
    return [
      ...alike(tasks.filter((task) => isFailed(task) && !isMadeGood(task, tasks))).map((group) =>
        stopped(seen, cluster, group),
      ),
      ...tasks.filter(isUnhealthy).map((task) => unhealthy(seen, cluster, task)),
      ...tasks.filter((task) => isLate(seen, task)).map((task) => waiting(seen, cluster, task)),
    ];
  });

const short = ({ taskArn }: Task): string => nameOf(taskArn).slice(0, 8);
const definition = ({ taskDefinitionArn }: Task): string => nameOf(taskDefinitionArn);

const isFailed = ({ lastStatus, stopCode, stoppedReason = '', containers }: Task): boolean => {
  if (lastStatus !== 'STOPPED') return false;
  if (stopCode === 'EssentialContainerExited') return containers.some(hasFailed);
  if (stopCode === 'ServiceSchedulerInitiated') return /health checks/i.test(stoppedReason);
  return stopCode !== 'UserInitiated';
};

const hasFailed = ({ exitCode, reason }: Container): boolean =>
  (exitCode !== undefined && exitCode !== 0) || reason !== undefined;

/** A task of the same family that was begun later runs well. */
const isMadeGood = (task: Task, all: readonly Task[]): boolean =>
  all.some(
    (other) =>
      other.group === task.group &&
      other.createdAt > task.createdAt &&
      other.lastStatus === 'RUNNING' &&
      other.healthStatus !== 'UNHEALTHY' &&
      other.readiness !== 'UNHEALTHY',
  );

/** Those that ended in the same way are told once; newest first in each. */
const alike = (tasks: readonly Task[]): [Task, ...Task[]][] => {
  const groups = new Map<string, [Task, ...Task[]]>();
  for (const task of tasks.toReversed()) {
    const ends = task.containers.map(({ exitCode, reason }) => [exitCode, reason]);
    const key = JSON.stringify([task.taskDefinitionArn, task.stopCode, task.stoppedReason, ends]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [task]);
    else group.push(task);
  }
  return [...groups.values()];
};

const stopped = (seen: Seen, cluster: Cluster, [task, ...others]: [Task, ...Task[]]): Ranked => {
  const container = task.containers.find(hasFailed);
  const lines = container && seen.lastLines(task, container.name);
  const again =
    others.length === 0 ? '' : ` ${plural(others.length, 'task')} before it ended in the same way.`;
  return {
    rank: 40,
    about: `Task ${short(task)} of ${definition(task)}`,
    says:
      [
        `It stopped ${ago(seen, task.stoppedAt ?? seen.now)}: ${sentence(task.stoppedReason ?? `${task.stopCode}`)}`,
        ...task.containers.filter(hasFailed).map((one) => ended(one, task)),
        ...(container?.exitCode !== undefined && lines === undefined
          ? [
              `What container ${container.name} printed is not kept: its definition has no logConfiguration.`,
            ]
          : []),
      ].join(' ') + again,
    lines: lines === undefined || lines.length === 0 ? undefined : lines,
    tries: [
      {
        say: 'All that is known of it:',
        command: `aws ecs describe-tasks --cluster ${word(cluster.clusterName)} --tasks ${nameOf(task.taskArn)}`,
      },
      container?.exitCode === undefined
        ? {
            say: 'What it was told to run:',
            command: `aws ecs describe-task-definition --task-definition ${word(definition(task))} --query 'taskDefinition.containerDefinitions[].[name,image]'`,
          }
        : {
            say: 'Put right what its container complains of, register a new revision, and run that.',
          },
    ],
  };
};

/** How a container ended; its reason only where the task's own does not say it already. */
const ended = ({ name, exitCode, reason }: Container, { stoppedReason }: Task): string => {
  const why = reason === undefined || reason === stoppedReason ? '' : `: ${reason}`;
  if (exitCode === undefined) return sentence(`Container ${name} never ran${why}`);
  const signal = exitCode > 128 ? SIGNALS[exitCode - 128] : undefined;
  const meaning = signal === undefined ? '' : ` (128 and signal ${exitCode - 128}, ${signal})`;
  return sentence(`Container ${name} exited with ${exitCode}${meaning}${why}`);
};

const SIGNALS: Readonly<Record<number, string>> = {
  2: 'SIGINT',
  6: 'SIGABRT: it gave itself up',
  9: 'SIGKILL: out of memory, or it did not stop when it was asked',
  11: 'SIGSEGV: it crashed',
  15: 'SIGTERM: it was asked to stop',
};

const isUnhealthy = ({ lastStatus, desiredStatus, healthStatus }: Task): boolean =>
  lastStatus === 'RUNNING' && desiredStatus === 'RUNNING' && healthStatus === 'UNHEALTHY';

const unhealthy = (seen: Seen, cluster: Cluster, task: Task): Ranked => {
  const sick = task.containers.find(({ healthStatus }) => healthStatus === 'UNHEALTHY');
  const check = seen.state.taskDefinitions
    .get(task.taskDefinitionArn)
    ?.containerDefinitions?.find(({ name }) => name === sick?.name)?.healthCheck;
  const command = check?.command?.join(' ');
  return {
    rank: 41,
    about: `Task ${short(task)} of ${definition(task)}`,
    says: sentence(
      `It runs and is UNHEALTHY: the health check of container ${sick?.name ?? '?'} fails${command === undefined ? '' : `, which is ${command}`}`,
    ),
    lines: sick && seen.lastLines(task, sick.name),
    tries: [
      {
        say: 'How its containers are:',
        command: `aws ecs describe-tasks --cluster ${word(cluster.clusterName)} --tasks ${nameOf(task.taskArn)} --query 'tasks[].containers[].[name,lastStatus,healthStatus]'`,
      },
    ],
  };
};

const isLate = ({ now }: Seen, { lastStatus, desiredStatus, createdAt }: Task): boolean =>
  ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(lastStatus) &&
  desiredStatus === 'RUNNING' &&
  now - createdAt > PATIENCE;

const waiting = (seen: Seen, cluster: Cluster, task: Task): Ranked => ({
  rank: 45,
  about: `Task ${short(task)} of ${definition(task)}`,
  says: [
    `It has been ${task.lastStatus} for ${span(seen.now - task.createdAt)}.`,
    ...waits(seen, task),
  ].join(' '),
  tries: [
    {
      say: 'Wait until it runs:',
      command: `aws ecs wait tasks-running --cluster ${word(cluster.clusterName)} --tasks ${nameOf(task.taskArn)}`,
    },
  ],
});

const waits = ({ state, now }: Seen, task: Task): string[] => {
  const { pullStartedAt, pullStoppedAt } = task;
  if (pullStartedAt !== undefined && pullStoppedAt === undefined)
    return [`Its images are being pulled, for ${span(now - pullStartedAt)} now.`];
  const definitions = state.taskDefinitions.get(task.taskDefinitionArn)?.containerDefinitions ?? [];
  return definitions.flatMap((one) => {
    const own = task.containers.find(({ name }) => name === one.name);
    if (own?.lastStatus !== 'PENDING') return [];
    return dependenciesOf(one).flatMap(({ containerName, condition }) => {
      const other = task.containers.find(({ name }) => name === containerName);
      if (other === undefined) return [];
      const { lastStatus, healthStatus } = other;
      const health = condition === 'HEALTHY' ? ` and ${healthStatus}` : '';
      return [
        `Container ${one.name} waits until ${containerName} is ${condition}; it is ${lastStatus}${health}.`,
      ];
    });
  });
};
