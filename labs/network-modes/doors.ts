// What the checks of this lab have in common.
import {
  type CheckContext,
  describePlacedTasks,
  describeTaskDefinition,
  type describeTasks,
  expectService,
  expectTasks,
  http,
  type PlacedTask,
  taskId,
  Unmet,
} from '../../grader/library.ts';

export const cluster = 'catdoors';

export type Task = Awaited<ReturnType<typeof describeTasks>>[number];

export const short = (task: Task): string => taskId(task).slice(0, 8);

export const isRunning = ({ lastStatus }: Task): boolean => lastStatus === 'RUNNING';

/** Run by hand, that is: it belongs to no service. */
export const isAlone = ({ group = '' }: Task): boolean => group.startsWith('family:');

export const bindingsOf = ({ containers = [] }: Task) =>
  containers.flatMap(({ networkBindings = [] }) => networkBindings);

/** `0.0.0.0` aside: `3000 -> 3000` */
export const doorOf = (task: Task): string =>
  bindingsOf(task)
    .map(({ hostPort, containerPort }) => `${hostPort} -> ${containerPort}`)
    .join(', ') || 'no port';

/** The task's own definition, which need not be the newest. Symptom: `mode`. */
export const expectMode = async (
  context: CheckContext,
  { taskDefinitionArn = '', ...task }: Task,
  wanted: string,
): Promise<void> => {
  const mode = (await describeTaskDefinition(context, taskDefinitionArn))?.networkMode ?? 'unknown';
  if (mode === wanted) return;
  throw new Unmet({
    expected: `task ${short(task)} in the network mode ${wanted}`,
    observed: mode,
    symptom: 'mode',
  });
};

/** RUNNING tasks of the service with their container instances, at least so many. */
export const runningOf = async (
  context: CheckContext,
  serviceName: string,
  count: number,
): Promise<PlacedTask[]> => {
  await expectService(context, cluster, serviceName, { launchType: 'EC2' });
  await expectTasks(
    context,
    { cluster, serviceName },
    {
      count,
      expected: `${count} tasks or more of the service ${serviceName} that are RUNNING`,
      where: isRunning,
      within: 2_000,
    },
  );
  const placed = await describePlacedTasks(context, { cluster, serviceName });
  return placed.filter(({ task }) => isRunning(task));
};

/** The answer of `/id` at that port of the machine: which container it is. */
export const visit = async (
  context: CheckContext,
  { instance: { ec2InstanceId = 'unknown' } }: PlacedTask,
  port: number,
): Promise<string> => {
  const { body } = await http(
    context,
    { instance: ec2InstanceId },
    {
      port,
      path: '/id',
      body: /"id"/,
      expected: `a cat at port ${port} of the machine ${ec2InstanceId}`,
      within: 2_000,
    },
  );
  return body;
};

/** The event of the service that says so. Symptom: `missing`. */
export const expectEvent = async (
  context: CheckContext,
  service: string,
  { pattern, expected }: { readonly pattern: RegExp; readonly expected: string },
): Promise<string> => {
  const { events = [] } = await expectService(context, cluster, service);
  const found = events.find(({ message = '' }) => pattern.test(message));
  if (found?.message !== undefined) return found.message;
  throw new Unmet({
    expected: `an event of the service ${service} that says ${expected}`,
    observed: `${events.length} events, none of which says so`,
    symptom: 'missing',
  });
};

export const eventsOf = (service: string): string =>
  `aws ecs describe-services --cluster ${cluster} --services ${service} --query 'services[0].events[:5].message'`;
