import { scaled } from '../../env.ts';
import type {
  DeploymentConfiguration,
  HookRun,
  LifecycleStage,
  ServiceDeployment,
} from '../../model/index.ts';
import type { HookAnswer, HookObservation } from '../../observations.ts';
import type { Transaction } from '../../transaction.ts';
import { uuid } from '../../uuid.ts';
import { continueStory } from '../service-deployments.ts';
import type { ShiftStory } from './roles.ts';
import { sharesOfTarget } from './weights.ts';

const MINUTE = 60_000;
/** AWS: timeoutInMinutes of DeploymentLifecycleHookTimeoutConfiguration. */
const DEFAULT_TIMEOUT = 1440;
/** AWS: seconds until a hook that is IN_PROGRESS is asked again, unless it says when. */
const CALL_BACK_DELAY = 30;

/** The hooks of a stage, as they are when it begins. */
export const hooksAt = (
  tx: Transaction,
  { lifecycleHooks = [] }: DeploymentConfiguration,
  stage: LifecycleStage,
): readonly HookRun[] =>
  lifecycleHooks.flatMap(
    (
      { targetType = 'AWS_LAMBDA', hookTargetArn, lifecycleStages = [], timeoutConfiguration },
      hook,
    ) => {
      if (!lifecycleStages.some((one) => one === stage)) return [];
      const { timeoutInMinutes = DEFAULT_TIMEOUT, action = 'ROLLBACK' } =
        timeoutConfiguration ?? {};
      const pauses = targetType === 'PAUSE';
      return {
        hookId: pauses ? `ecs-pause-${tx.env.ids.hex(43)}` : uuid(tx.env.ids.hex(32)),
        hook,
        targetType,
        targetArn: hookTargetArn,
        status: pauses ? 'AWAITING_ACTION' : 'IN_PROGRESS',
        expiresAt: tx.env.now + scaled(tx.env, timeoutInMinutes * MINUTE),
        timeoutAction: action,
        askAt: pauses ? null : tx.env.now,
      };
    },
  );

/** What the hooks of the stage have come to. */
export type HooksVerdict =
  | { readonly verdict: 'done' }
  | { readonly verdict: 'failed'; readonly reason: string }
  /** `dueAt`: when one of them is to be asked again or times out. */
  | { readonly verdict: 'waiting'; readonly dueAt: number };

const isOpen = ({ status }: HookRun): boolean =>
  status === 'AWAITING_ACTION' || status === 'IN_PROGRESS';

/** Ends the hooks whose time is over, asks those that are due, and says what they have come to. */
export function tendHooks(tx: Transaction, story: ShiftStory): HooksVerdict {
  const { now } = tx.env;
  const hooks = story.shift.hooks.map((run): HookRun => {
    if (!isOpen(run)) return run;
    if (now >= run.expiresAt) return { ...run, status: 'TIMED_OUT', askAt: null };
    if (run.askAt === null || now < run.askAt) return run;
    askHook(tx, story, run);
    return { ...run, askAt: null };
  });
  if (hooks.some((run, i) => run !== story.shift.hooks[i])) putHooks(tx, story, hooks);

  const failed = hooks.find(hasFailed);
  if (failed !== undefined) {
    const reason = `${story.shift.stage} lifecycle hook(s) failed. ${failed.failure ?? timedOut(failed)}`;
    return { verdict: 'failed', reason };
  }
  const open = hooks.filter(isOpen);
  if (open.length === 0) return { verdict: 'done' };
  const dueAt = Math.min(
    ...open.map(({ askAt, expiresAt }) => Math.min(askAt ?? expiresAt, expiresAt)),
  );
  return { verdict: 'waiting', dueAt };
}

const hasFailed = ({ status, timeoutAction }: HookRun): boolean =>
  status === 'FAILED' || (status === 'TIMED_OUT' && timeoutAction === 'ROLLBACK');

const timedOut = ({ targetType, targetArn, hookId }: HookRun): string =>
  `Lifecycle hook ${targetType === 'PAUSE' ? hookId : `target ${targetArn}`} timed out.`;

export function putHooks(
  tx: Transaction,
  { serviceDeploymentArn, shift }: ShiftStory,
  hooks: readonly HookRun[],
): void {
  continueStory(tx, { serviceDeploymentArn }, { shift: { ...shift, hooks } });
}

/** The event that the target of a hook gets (AWS: lifecycle payloads). */
export interface HookEvent {
  readonly executionDetails: {
    /** Per cent by the ARN of the service revision; empty in stages that shift none. */
    readonly testTrafficWeights: Readonly<Record<string, number>>;
    readonly productionTrafficWeights: Readonly<Record<string, number>>;
    readonly serviceArn: string;
    readonly targetServiceRevisionArn: string;
  };
  readonly executionId: string;
  readonly lifecycleStage: LifecycleStage;
  /** Of the service deployment. */
  readonly resourceArn: string;
  readonly hookDetails?: unknown;
}

function askHook(tx: Transaction, story: ShiftStory, run: HookRun): void {
  if (run.targetArn === undefined) return;
  const { serviceDeploymentArn } = story;
  const event = eventFor(story, run);
  tx.perform({
    type: 'InvokeHook',
    serviceDeploymentArn,
    hookId: run.hookId,
    hookTargetArn: run.targetArn,
    event,
  });
}

function eventFor(story: ShiftStory, { hookId, hook, details }: HookRun): HookEvent {
  const { stage } = story.shift;
  const { production, test } = sharesOfTarget(story);
  const weights = (percent: number): Record<string, number> => {
    const others = story.sourceServiceRevisionArns.slice(0, 1).map((arn) => [arn, 100 - percent]);
    return Object.fromEntries([[story.targetServiceRevisionArn, percent], ...others]);
  };
  const all = stage === 'RECONCILE_SERVICE';
  const hookDetails = details ?? story.deploymentConfiguration.lifecycleHooks?.[hook]?.hookDetails;
  return {
    executionDetails: {
      testTrafficWeights: all || stage === 'TEST_TRAFFIC_SHIFT' ? weights(test) : {},
      productionTrafficWeights:
        all || stage === 'PRODUCTION_TRAFFIC_SHIFT' ? weights(production) : {},
      serviceArn: story.serviceArn,
      targetServiceRevisionArn: story.targetServiceRevisionArn,
    },
    executionId: hookId,
    lifecycleStage: stage,
    resourceArn: story.serviceDeploymentArn,
    ...(hookDetails === undefined ? {} : { hookDetails }),
  };
}

/** The target of a hook has answered. Answers to what is not asked any more change nothing. */
export function hookAnswered(
  tx: Transaction,
  { serviceDeploymentArn, hookId, answer }: HookObservation,
): void {
  const story = tx.state.serviceDeployments.get(serviceDeploymentArn);
  const asked = story?.shift?.hooks.find((run) => run.hookId === hookId);
  if (story?.shift === undefined || asked?.status !== 'IN_PROGRESS' || asked.askAt !== null) return;
  const answered = after(tx, asked, answer);
  const hooks = story.shift.hooks.map((run) => (run === asked ? answered : run));
  putHooks(tx, { ...story, shift: story.shift }, hooks);
  tx.touchService(story.serviceArn);
}

function after(tx: Transaction, run: HookRun, answer: HookAnswer): HookRun {
  if ('failure' in answer) return { ...run, status: 'FAILED', failure: answer.failure };
  const { hookStatus, callBackDelay = CALL_BACK_DELAY, hookDetails } = answer;
  switch (hookStatus) {
    case 'IN_PROGRESS':
      return {
        ...run,
        askAt: tx.env.now + scaled(tx.env, callBackDelay * 1000),
        ...(hookDetails === undefined ? {} : { details: hookDetails }),
      };
    case 'SUCCEEDED':
      return { ...run, status: 'SUCCEEDED' };
    case 'FAILED': {
      const failure = `Lifecycle hook target ${run.targetArn} returned FAILED status.`;
      return { ...run, status: 'FAILED', failure };
    }
  }
}

/** What was being asked when the runtime went away is asked again. */
export function askHooksAgain(tx: Transaction): void {
  for (const story of tx.state.serviceDeployments.values()) {
    if (!isUnderWay(story)) continue;
    for (const run of story.shift.hooks) {
      if (run.status === 'IN_PROGRESS' && run.askAt === null) askHook(tx, story, run);
    }
  }
}

const isUnderWay = (story: ServiceDeployment): story is ShiftStory =>
  story.shift !== undefined && story.finishedAt === null;
