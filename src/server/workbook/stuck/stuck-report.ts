import type { ControlPlane } from '../../../control-plane/control-plane.ts';
import { scopeOf } from '../../../core/arn.ts';
import type { Task } from '../../../core/model/index.ts';
import { awslogsSpec } from '../../../core/tasks/container-spec.ts';
import type { Lab } from '../../../workbook/lab.ts';
import { makesOf } from '../../../workbook/makes.ts';
import type { Progress, StuckReport } from '../../api.ts';
import { HttpError } from '../http-error.ts';
import type { LabTools } from '../lab-tools.ts';
import { observationsOf } from './observations.ts';
import { lastLinesOf, type Seen } from './seen.ts';

/** Lines of a log that are looked at. */
const LIMIT = 20;

export interface StuckQuestion {
  readonly lab: Lab;
  readonly account: string;
  readonly region: string;
  readonly running: Progress['running'];
  readonly at: Seen['at'];
}

/** Looks at the cluster, makes the checks, and says what is in the way. */
export const stuckReport = async (
  controlPlane: ControlPlane,
  tools: Pick<LabTools, 'progress' | 'grade'>,
  { lab, account, region, running, at }: StuckQuestion,
): Promise<StuckReport> => {
  const keeper = await tools.progress(lab.id, account);
  const [progress, outputs, grading] = await Promise.all([
    keeper.read(),
    keeper.outputs(),
    tools.grade(lab, account).catch((error: unknown) => ({
      problem: error instanceof Error ? error.message : String(error),
    })),
  ]);
  const { state, engine, timeScale } = controlPlane;
  const now = controlPlane.now();
  const observations = observationsOf({
    lab: { ...lab, makes: makesOf(lab) },
    account,
    region,
    state,
    now,
    timeScale,
    engine: {
      name: engine.name,
      unavailable: engine.status.available ? undefined : engine.status.reason,
    },
    progress: { ...progress, running },
    outputs,
    grading,
    at,
    lastLines: (task, container) => lastLines(controlPlane, task, container),
  });
  return { lab: lab.id, account, now, observations };
};

const lastLines = (
  { state, logs }: ControlPlane,
  task: Task,
  container: string,
): readonly string[] | undefined => {
  const definition = state.taskDefinitions
    .get(task.taskDefinitionArn)
    ?.containerDefinitions?.find(({ name }) => name === container);
  const spec = definition && awslogsSpec(task, definition);
  if (spec === undefined) return undefined;
  const { group, stream, region } = spec;
  const scope = { ...scopeOf(task.taskArn), region };
  if (logs.group(scope, group) === undefined) return [];
  const events = logs.events(scope, { group, streams: [stream], backwards: true, limit: LIMIT });
  return (
    lastLinesOf(
      events
        .toReversed()
        .map(({ message }) => message)
        .join('\n'),
    ) ?? []
  );
};

/** Where in the lab somebody is stuck; throws `HttpError` 404 for a place that it does not have. */
export const placeIn = ({ id, blocks }: Lab, query: URLSearchParams): Seen['at'] => {
  for (const type of ['check', 'step'] as const) {
    const asked = query.get(type);
    if (asked === null) continue;
    if (blocks.some((block) => block.type === type && block.id === asked))
      return { type, id: asked };
    throw new HttpError(404, `Lab ${id} has no ${type} ${asked.slice(0, 80)}.`);
  }
  return undefined;
};
