// What the checks of this lab have in common.
import {
  type CheckContext,
  describeTasks,
  expectLoadBalancer,
  expectService,
  http,
  type Service,
  type TaskDefinition,
  taskId,
  timeOf,
  type Wanted,
} from '../../grader/library.ts';

export const cluster = 'catbook';

type Task = Awaited<ReturnType<typeof describeTasks>>[number];
type LoadBalancer = Awaited<ReturnType<typeof expectLoadBalancer>>;

export const short = (task: Task | undefined): string =>
  task === undefined ? 'none' : taskId(task).slice(0, 8);

export const startedAt = ({ startedAt: at }: Task): number => at?.getTime() ?? 0;

/** When it was on its way out, or had ended. */
export const stoppedAt = ({ stoppingAt, stoppedAt: at }: Task): number =>
  (stoppingAt ?? at)?.getTime() ?? 0;

export const service = (
  context: CheckContext,
  name: string,
  wanted: Wanted<Service> = {},
): Promise<Service> => expectService(context, cluster, name, wanted);

/** Tasks of that very service that have ended. */
export const stoppedOf = async (
  context: CheckContext,
  { serviceName, createdAt }: Service,
): Promise<Task[]> => {
  const query = { cluster, serviceName, desiredStatus: 'STOPPED' } as const;
  const since = createdAt?.getTime() ?? 0;
  return (await describeTasks(context, query)).filter((task) => timeOf(task) >= since);
};

/** The volume at that path of the first container. */
export const volumeOf = (definition: TaskDefinition | undefined, path: string) => {
  const mount = definition?.containerDefinitions?.[0]?.mountPoints?.find(
    ({ containerPath }) => containerPath === path,
  );
  return definition?.volumes?.find(({ name }) => name === mount?.sourceVolume);
};

export const front = (
  context: CheckContext,
  name: string,
  wanted: Wanted<LoadBalancer> = {},
): Promise<LoadBalancer> => expectLoadBalancer(context, name, wanted);

/** What a page of the book says, as text. */
export const textOf = async (
  context: CheckContext,
  balancer: LoadBalancer,
  path: string,
): Promise<string> =>
  (
    await http(
      context,
      { loadBalancer: balancer },
      {
        path,
        expected: `the page ${path} of the book`,
      },
    )
  ).body;

/** What a page of the book says. */
export const ask = async (
  context: CheckContext,
  balancer: LoadBalancer,
  path: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const said: unknown = JSON.parse(await textOf(context, balancer, path));
  return typeof said === 'object' && said !== null ? { ...said } : {};
};

/** The containers that so many visitors meet, with their versions. */
export const metBy = async (
  context: CheckContext,
  balancer: LoadBalancer,
  visitors: number,
): Promise<ReadonlyMap<string, string>> => {
  const met = new Map<string, string>();
  for (let visitor = 0; visitor < visitors; visitor++) {
    const { container, version } = await ask(context, balancer, '/id');
    met.set(String(container), String(version));
  }
  return met;
};
