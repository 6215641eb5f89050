import { invalidParameter } from '../../errors.ts';
import type { DeploymentConfiguration, DeploymentLifecycleHook } from '../../model/index.ts';
import { STAGES } from './stages.ts';
import { shiftsTraffic } from './weights.ts';

/** AWS: minutes of every bake time; 24 hours. */
const LONGEST_BAKE = 1440;
/** AWS: minutes of a hook's timeout; 14 days. */
const LONGEST_TIMEOUT = 20_160;
/** Where a program of this machine may listen. */
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?(\/[^\s]*)?$/;
const FUNCTION = /^arn:aws[a-z-]*:lambda:[^:]+:\d{12}:function:[A-Za-z0-9_-]+(:[^:]+)?$/;

/** What the strategies that shift traffic add to a deployment configuration, checked. */
export function validateShift(configuration: DeploymentConfiguration): void {
  const { strategy = 'ROLLING', bakeTimeInMinutes, lifecycleHooks = [] } = configuration;
  const { linearConfiguration, canaryConfiguration } = configuration;
  if (linearConfiguration !== undefined) {
    onlyWith('linearConfiguration', 'LINEAR', strategy);
    percent('stepPercent', linearConfiguration.stepPercent, 3);
    minutes('stepBakeTimeInMinutes', linearConfiguration.stepBakeTimeInMinutes);
  }
  if (canaryConfiguration !== undefined) {
    onlyWith('canaryConfiguration', 'CANARY', strategy);
    percent('canaryPercent', canaryConfiguration.canaryPercent, 0.1);
    minutes('canaryBakeTimeInMinutes', canaryConfiguration.canaryBakeTimeInMinutes);
  }
  minutes('bakeTimeInMinutes', bakeTimeInMinutes);
  if (lifecycleHooks.length > 0 && !shiftsTraffic(configuration)) {
    throw invalidParameter(
      'lifecycleHooks with the deployment strategy ROLLING are not supported by this runtime. Use BLUE_GREEN, LINEAR or CANARY.',
    );
  }
  for (const hook of lifecycleHooks) validateHook(hook);
}

function onlyWith(name: string, needed: string, strategy: string): void {
  if (strategy === needed) return;
  throw invalidParameter(
    `${name} is only valid with the deployment strategy ${needed}; found ${strategy}.`,
  );
}

/** AWS: multiples of 0.1. */
function percent(name: string, value: number | undefined, least: number): void {
  if (value === undefined) return;
  const inTenths = Math.abs(value * 10 - Math.round(value * 10)) < 1e-6;
  if (inTenths && value >= least && value <= 100) return;
  throw invalidParameter(
    `${name} is ${value}: expected a multiple of 0.1 from ${least.toFixed(1)} to 100.0.`,
  );
}

function minutes(name: string, value: number | undefined, least = 0, most = LONGEST_BAKE): void {
  if (value === undefined || (value >= least && value <= most)) return;
  throw invalidParameter(`${name} is ${value}: expected a number from ${least} to ${most}.`);
}

function validateHook(hook: DeploymentLifecycleHook): void {
  const { targetType = 'AWS_LAMBDA', hookTargetArn, lifecycleStages = [] } = hook;
  if (targetType !== 'AWS_LAMBDA' && targetType !== 'PAUSE')
    throw invalidParameter('Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE');
  if (lifecycleStages.length === 0)
    throw invalidParameter('lifecycleStages of a lifecycle hook must name at least one stage.');
  for (const stage of lifecycleStages) {
    if (!HOOK_STAGES.includes(stage)) {
      throw invalidParameter(
        `${stage} is no stage for lifecycle hooks: expected one of ${HOOK_STAGES.join(', ')}.`,
      );
    }
    if (targetType === 'PAUSE' && /^(TEST|PRODUCTION)_/.test(stage))
      throw invalidParameter(`PAUSE hooks cannot be configured at the ${stage} stage.`);
  }
  minutes('timeoutInMinutes', hook.timeoutConfiguration?.timeoutInMinutes, 1, LONGEST_TIMEOUT);
  if (targetType === 'PAUSE') {
    if (hookTargetArn !== undefined)
      throw invalidParameter('hookTargetArn is not applicable for PAUSE hooks: leave it out.');
  } else validateTarget(hookTargetArn);
}

const HOOK_STAGES = STAGES.filter(
  (stage) => !['SCALE_UP', 'BAKE_TIME', 'CLEAN_UP'].includes(stage),
);

function validateTarget(arn: string | undefined): void {
  if (!arn) throw invalidParameter('hookTargetArn must be given for AWS_LAMBDA hooks.');
  if (FUNCTION.test(arn) || LOOPBACK.test(arn)) return;
  throw invalidParameter(
    `hookTargetArn is ${arn}: expected the ARN of a Lambda function, or an http:// URL of a program on this machine (127.0.0.1 or localhost), since a hook may not reach out of it.`,
  );
}
