import type { LifecycleStage } from '../../model/index.ts';

/** In the order in which they come (AWS: lifecycleStage of ServiceDeployment). */
export const STAGES: readonly LifecycleStage[] = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
];

export const isBefore = (stage: LifecycleStage, other: LifecycleStage): boolean =>
  STAGES.indexOf(stage) < STAGES.indexOf(other);

/** What decides whether a stage is over. */
export interface StageView {
  readonly stage: LifecycleStage;
  /** Of the steps in which production traffic shifts, from 0, and how many there are. */
  readonly step: number;
  readonly steps: number;
  readonly rollingBack: boolean;
  /** Every hook of the stage has been answered for. */
  readonly hooksDone: boolean;
  /** Only the two revisions between which traffic shifts have tasks. */
  readonly reconciled: boolean;
  /** The target has as many healthy tasks as the service is to have. */
  readonly ready: boolean;
  /** The stage has lasted as long as it must. */
  readonly baked: boolean;
}

export type NextStage = Pick<StageView, 'stage' | 'step'>;

/**
 * The stage that follows now; undefined: this one is not over. Traffic moves towards a revision,
 * and tasks of the other one stop, only when all its tasks are healthy. A way back goes through
 * the same two shifts in the opposite order.
 */
export function nextStage(view: StageView): NextStage | undefined {
  const { stage, step, steps, rollingBack } = view;
  if (!view.hooksDone || !view.baked) return undefined;
  const to = (next: LifecycleStage, nextStep = step): NextStage => ({
    stage: next,
    step: nextStep,
  });
  switch (stage) {
    case 'RECONCILE_SERVICE':
      return view.reconciled ? to('PRE_SCALE_UP') : undefined;
    case 'PRE_SCALE_UP':
      return to('SCALE_UP');
    case 'SCALE_UP':
      return view.ready ? to('POST_SCALE_UP') : undefined;
    case 'POST_SCALE_UP':
      return view.ready ? to('TEST_TRAFFIC_SHIFT') : undefined;
    case 'TEST_TRAFFIC_SHIFT':
      return to(rollingBack ? 'CLEAN_UP' : 'POST_TEST_TRAFFIC_SHIFT');
    case 'POST_TEST_TRAFFIC_SHIFT':
      return to('PRE_PRODUCTION_TRAFFIC_SHIFT');
    case 'PRE_PRODUCTION_TRAFFIC_SHIFT':
      return view.ready ? to('PRODUCTION_TRAFFIC_SHIFT') : undefined;
    case 'PRODUCTION_TRAFFIC_SHIFT':
      if (rollingBack) return to('TEST_TRAFFIC_SHIFT');
      return step + 1 < steps
        ? to('PRE_PRODUCTION_TRAFFIC_SHIFT', step + 1)
        : to('POST_PRODUCTION_TRAFFIC_SHIFT');
    case 'POST_PRODUCTION_TRAFFIC_SHIFT':
      return to('BAKE_TIME');
    case 'BAKE_TIME':
      return view.ready ? to('CLEAN_UP') : undefined;
    case 'CLEAN_UP':
      return undefined;
  }
}

/** Where a way back begins: at the last shift that has taken place. */
export const firstStageBack = (stage: LifecycleStage): LifecycleStage => {
  if (!isBefore(stage, 'PRODUCTION_TRAFFIC_SHIFT')) return 'PRODUCTION_TRAFFIC_SHIFT';
  return isBefore(stage, 'TEST_TRAFFIC_SHIFT') ? 'CLEAN_UP' : 'TEST_TRAFFIC_SHIFT';
};
