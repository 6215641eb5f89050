import { nameOf, type Scope } from '../arn.ts';
import type { Commands } from '../commands.ts';
import { containerInstanceOn } from '../container-instances/find.ts';
import type { Disturbance } from '../effects.ts';
import { type Env, scaled } from '../env.ts';
import { invalidParameter } from '../errors.ts';
import type { Fault, Instance, Task } from '../model/index.ts';
import type { State } from '../state.ts';
import { DEFAULT_DELAY, FAULTS, LONGEST, LONGEST_DELAY, SHORTEST } from './faults.ts';
import { disturbedBy, inForce, isOf } from './in-force.ts';
import { findContainer, findTarget, type Target } from './target.ts';

type Input = Commands['InjectFault']['input'];
type Hit = Pick<Fault, 'targetArn' | 'description' | 'disturbances'>;

/** What a fault is going to do. */
export interface FaultPlan extends Hit {
  readonly target: Target;
  /** Milliseconds of this runtime; 0: it is over at once. */
  readonly duration: number;
}

/**
 * What the fault would hit and do, with nothing done yet. Throws InvalidParameterException that says
 * what can be hit, or what the fault takes.
 */
export function planFault(
  state: State,
  scope: Scope,
  input: Input,
  env: Pick<Env, 'timeScale'>,
): FaultPlan {
  const { fault, delay } = input;
  const duration = durationOf(env, input);
  if (delay !== undefined && fault !== 'slow-network')
    throw invalidParameter(`Only slow-network takes a delay, and this is ${fault}.`);
  const target = findTarget(state, scope, input.target);
  const hit = hitOf(state, scope, target, input);
  const again = inForce(state).find(
    (one) => one.fault === fault && one.targetArn === hit.targetArn && isOf(scope, one),
  );
  const [first] = hit.disturbances;
  const by =
    target.kind === 'task' && first !== undefined
      ? disturbedBy(state, first.taskArn, first.disturbance)
      : again;
  if (by !== undefined) {
    throw invalidParameter(
      `${by.fault} is in force there already, as ${by.faultId}, until ${new Date(by.endsAt).toISOString()}. Undo it first.`,
    );
  }
  return { ...hit, target, duration };
}

function durationOf(env: Pick<Env, 'timeScale'>, { fault, duration }: Input): number {
  const usual = FAULTS[fault].duration;
  if (duration === undefined) return scaled(env, usual ?? 0);
  if (usual === null)
    throw invalidParameter(`${fault} is over at once: it takes no duration. Leave it out.`);
  if (!(duration >= SHORTEST * 1000 && duration <= LONGEST * 1000)) {
    throw invalidParameter(
      `A fault lasts from ${SHORTEST} s to ${LONGEST} s (1 h); found ${duration / 1000} s.`,
    );
  }
  return scaled(env, duration);
}

function hitOf(state: State, scope: Scope, target: Target, input: Input): Hit {
  const { fault } = input;
  switch (fault) {
    case 'kill-container':
      return onContainer(state, target, input, 'kill', (it) => `${it} is killed (SIGKILL).`);
    case 'pause-container':
      return onContainer(state, target, input, 'pause', (it) => `${it} is frozen.`);
    case 'sick-application':
      return onContainer(
        state,
        target,
        input,
        'sick',
        (it) => `${it} answers 500 to all requests.`,
      );
    case 'fill-memory':
      return onContainer(
        state,
        target,
        input,
        'fill-memory',
        (it) => `The memory of ${it} is filled until its limit kills it.`,
      );
    case 'cut-network': {
      const task = networkedTask(state, target, input);
      const description = `Task ${nameOf(task.taskArn)} is cut off from its network.`;
      return onTask(task, { kind: 'cut-network' }, description);
    }
    case 'slow-network': {
      const task = networkedTask(state, target, input);
      const delay = checkedDelay(input.delay);
      const description = `All that task ${nameOf(task.taskArn)} sends is ${delay} ms late.`;
      return onTask(task, { kind: 'slow-network', delay }, description);
    }
    case 'lose-zone':
      if (target.kind !== 'zone') throw wrongTarget(input, `a zone such as ${scope.region}a`);
      return {
        targetArn: target.zone,
        description: `The zone ${target.zone} is lost: its instances stop, its Fargate tasks end, nothing starts there.`,
        disturbances: [],
      };
    case 'stop-instance':
      return onInstance(runningInstance(target, input), (it) => `${it} is stopped.`);
    case 'pause-instance': {
      const instance = withAgent(state, scope, runningInstance(target, input));
      return {
        ...onInstance(instance, (it) => `${it} is frozen, with all that runs on it.`),
        disturbances: runningOn(state, instance),
      };
    }
    case 'agent-disconnect':
    case 'agent-reconnect': {
      const instance = withAgent(state, scope, runningInstance(target, input));
      const what = fault === 'agent-disconnect' ? 'loses its connection' : 'is connected again';
      return onInstance(instance, (it) => `The agent of ${it} ${what}.`);
    }
    case 'spot-interruption':
      if (target.kind === 'zone') throw wrongTarget(input, 'an EC2 instance or a task');
      if (target.kind === 'task') {
        const { task } = target;
        checkSpotTask(task);
        const description = `Spot takes task ${nameOf(task.taskArn)} away.`;
        return { targetArn: task.taskArn, description, disturbances: [] };
      }
      checkSpotInstance(target.instance);
      return onInstance(target.instance, (it) => `Spot takes ${it} away in two minutes.`);
  }
}

const wrongTarget = ({ fault, target }: Input, expected: string) =>
  invalidParameter(`${fault} needs ${expected}; found ${target.slice(0, 200)}.`);

function onContainer(
  state: State,
  target: Target,
  input: Input,
  kind: 'kill' | 'pause' | 'sick' | 'fill-memory',
  describe: (it: string) => string,
): Hit {
  if (target.kind !== 'task') throw wrongTarget(input, 'a task or a service');
  const { task } = target;
  const { name } = findContainer(state, task, input.containerName);
  const it = `container ${name} of task ${nameOf(task.taskArn)}`;
  const description = describe(it);
  const sentence = description[0]?.toUpperCase() + description.slice(1);
  return onTask(task, { kind, containerName: name }, sentence);
}

const onTask = ({ taskArn }: Task, disturbance: Disturbance, description: string): Hit => ({
  targetArn: taskArn,
  description,
  disturbances: [{ taskArn, disturbance }],
});

const onInstance = (
  { instanceArn, instanceId }: Instance,
  describe: (it: string) => string,
): Hit => ({
  targetArn: instanceArn,
  description: describe(`Instance ${instanceId}`).replace(/(?<=.)Instance/, 'instance'),
  disturbances: [],
});

function networkedTask(state: State, target: Target, input: Input): Task {
  if (target.kind !== 'task') throw wrongTarget(input, 'a task or a service');
  const { task } = target;
  findContainer(state, task, undefined);
  const mode = state.taskDefinitions.get(task.taskDefinitionArn)?.networkMode;
  if (mode === 'awsvpc' || mode === 'bridge') return task;
  const why = mode === 'host' ? 'that of its instance' : 'none';
  throw invalidParameter(
    `${input.fault} needs a task with a network of its own (awsvpc or bridge); the network of task ${nameOf(task.taskArn)} is ${why} (${mode}). Use pause-container, or pause-instance on its instance.`,
  );
}

function checkedDelay(delay = DEFAULT_DELAY): number {
  if (Number.isInteger(delay) && delay >= 1 && delay <= LONGEST_DELAY) return delay;
  throw invalidParameter(
    `A delay is a whole number of milliseconds from 1 to ${LONGEST_DELAY}; found ${delay}.`,
  );
}

function runningInstance(target: Target, input: Input): Instance {
  if (target.kind === 'task') {
    throw invalidParameter(
      `A task has no machine and no agent of its own: expected an EC2 instance for ${input.fault}, found ${target.task.taskArn}.`,
    );
  }
  if (target.kind === 'zone') throw wrongTarget(input, 'an EC2 instance');
  return running(target.instance);
}

function running(instance: Instance): Instance {
  if (instance.state === 'running') return instance;
  throw invalidParameter(
    `Instance ${instance.instanceId} is ${instance.state}: expected one that is running.`,
  );
}

function withAgent(state: State, scope: Scope, instance: Instance): Instance {
  if (containerInstanceOn(state, scope, instance.instanceId) !== undefined) return instance;
  throw invalidParameter(
    `Instance ${instance.instanceId} has no ECS agent that is registered with a cluster.`,
  );
}

function checkSpotInstance(instance: Instance): void {
  if (!instance.spot) {
    throw invalidParameter(
      `Instance ${instance.instanceId} is no Spot Instance: only those can be interrupted, and tasks of the capacity provider FARGATE_SPOT. Start one with --instance-market-options MarketType=spot.`,
    );
  }
  if (instance.state !== 'pending') running(instance);
}

function checkSpotTask({ taskArn, capacityProviderName, desiredStatus }: Task): void {
  if (capacityProviderName !== 'FARGATE_SPOT') {
    throw invalidParameter(
      `Task ${taskArn} does not run on Spot capacity: only tasks of the capacity provider FARGATE_SPOT and Spot Instances can be interrupted.`,
    );
  }
  if (desiredStatus === 'STOPPED')
    throw invalidParameter(`Task ${taskArn} is being stopped or has stopped already.`);
}

/** Freezes every container that runs on the instance. */
function runningOn(state: State, { instanceArn }: Instance): Hit['disturbances'] {
  const arn = state.containerInstanceByInstance.get(instanceArn) ?? '';
  return [...(state.loads.get(arn)?.tasks ?? [])].flatMap((taskArn) =>
    (state.tasks.get(taskArn)?.containers ?? [])
      .filter(({ lastStatus }) => lastStatus === 'RUNNING')
      .map(({ name }) => ({
        taskArn,
        disturbance: { kind: 'pause', containerName: name } as const,
      })),
  );
}
