import type { Stage } from './stage.ts';

/** The answer of that port of 127.0.0.1 once the program listens; undefined where no program is real. */
export async function eventually(
  stage: Stage,
  hostPort: number,
  path: string,
): Promise<string | undefined> {
  const { get } = stage.test;
  return get && untilAnswered(stage, `an answer on port ${hostPort}`, () => get(hostPort, path));
}

/** The same of a host port of an instance. */
export async function eventuallyOn(
  stage: Stage,
  instanceArn: string,
  hostPort: number,
  path: string,
): Promise<string | undefined> {
  const getOn = stage.test.getOn ?? (stage.test.get && getPublished);
  const what = `an answer on port ${hostPort} of ${instanceArn}`;
  return getOn && untilAnswered(stage, what, () => getOn(stage, instanceArn, hostPort, path));
}

/** As the server finds it: the binding names the container's port, which is published somewhere. */
async function getPublished(
  stage: Stage,
  instanceArn: string,
  hostPort: number,
  path: string,
): Promise<string> {
  const { observations, test, tasksOn } = stage;
  for (const taskArn of tasksOn(instanceArn)) {
    const ofTask = observations.filter((seen) => 'taskArn' in seen && seen.taskArn === taskArn);
    if (ofTask.some(({ type }) => type === 'TaskDeprovisioned')) continue;
    const bindings = ofTask.flatMap((seen) =>
      seen.type === 'ContainerStarted' ? seen.networkBindings : [],
    );
    const published = ofTask.flatMap((seen) =>
      seen.type === 'TaskProvisioned' ? seen.publishedPorts : [],
    );
    const binding = bindings.find((one) => one.hostPort === hostPort);
    const port = published.find((one) => one.containerPort === binding?.containerPort);
    if (port && test.get) return test.get(port.hostPort, path);
  }
  throw new Error(`no task publishes port ${hostPort} of ${instanceArn}`);
}

async function untilAnswered(
  stage: Stage,
  what: string,
  get: () => Promise<string>,
): Promise<string> {
  let answer: string | undefined;
  let asking = false;
  const ask = async () => {
    asking = true;
    try {
      answer = await get();
    } catch {
      // It does not listen yet; the deadline of waitFor bounds the attempts.
    }
    asking = false;
  };
  await stage.waitFor(what, () => {
    if (answer === undefined && !asking) void ask();
    return answer !== undefined;
  });
  return answer ?? '';
}
