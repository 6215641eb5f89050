// What the checks of this lab ask about the cats of a service.
import {
  type CheckContext,
  describeTaskDefinition,
  type describeTasks,
  expectService,
  expectTasks,
  serviceHistory,
  taskId,
  Unmet,
} from '../../grader/library.ts';
import { cluster, type Home } from './names.ts';

type Task = Awaited<ReturnType<typeof describeTasks>>[number];

const HOUR = 3_600_000;

export const short = (task: Task): string => taskId(task).slice(0, 8);

/** `14:03:20`, UTC */
export const timeInWords = (time: number): string => new Date(time).toISOString().slice(11, 19);

/** Two running cats of the size that is to be compared, kept by a service of that launch type. */
export const expectCats = async (
  context: CheckContext,
  { service: name, launchType }: Home,
): Promise<Task[]> => {
  const { taskDefinition = '' } = await expectService(context, cluster, name, {
    desiredCount: 2,
    launchType,
  });
  const definition = await describeTaskDefinition(context, taskDefinition);
  const { cpu = 'none', memory = 'none', containerDefinitions: [cat] = [] } = definition ?? {};
  if (cpu !== '256' || memory !== '512' || !/(^|\/)containerofcats\b/.test(cat?.image ?? '')) {
    throw new Unmet({
      expected: `a service ${name} whose tasks have 256 CPU units, 512 MiB and the image containerofcats`,
      observed: `${cpu} CPU units, ${memory} MiB, ${cat?.image ?? 'no image'}`,
      members: ['taskDefinition'],
    });
  }
  return expectTasks(
    context,
    { cluster, serviceName: name },
    {
      count: 2,
      expected: `two tasks of the service ${name}, RUNNING`,
      where: ({ lastStatus }) => lastStatus === 'RUNNING',
      within: 3_000,
    },
  );
};

/** When the service had no running cat, though it had had some. Symptom: `never`. */
export const momentWithoutCats = async (
  context: CheckContext,
  { service: name }: Home,
): Promise<number> => {
  const { createdAt } = await expectService(context, cluster, name);
  const history = await serviceHistory(context, { cluster, service: name, since: createdAt });
  const starts = history.tasks.flatMap(({ startedAt }) => startedAt?.getTime() ?? []);
  // What was before the last hour can no longer be told.
  const from = Math.max(Math.min(...starts, history.now), history.now - HOUR);
  const { lowest } = history.extremes('running', { from, to: history.now });
  if (lowest.count === 0) return lowest.at;
  throw new Unmet({
    expected: `that within the last hour the service ${name} had no running cat for a while`,
    observed: `never fewer than ${lowest.count}`,
    symptom: 'never',
  });
};
