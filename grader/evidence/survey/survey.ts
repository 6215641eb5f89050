import type { Clients } from '../../clients.ts';
import { type EcsSurvey, surveyEcs } from './ecs.ts';
import { type Elbv2Survey, surveyElbv2 } from './elbv2.ts';
import {
  type AlarmsSurvey,
  type Ec2Survey,
  type LogsSurvey,
  type RolesSurvey,
  surveyAlarms,
  surveyEc2,
  surveyLogs,
  surveyRoles,
} from './others.ts';

/**
 * What there is in an account, whether a check has asked for it or not. A part is missing where AWS
 * did not answer. What cost there was is not in it: to ask costs money.
 */
export interface Survey {
  readonly ecs?: EcsSurvey;
  readonly elbv2?: Elbv2Survey;
  readonly ec2?: Ec2Survey;
  readonly logs?: LogsSurvey;
  readonly alarms?: AlarmsSurvey;
  /** That task definitions name. */
  readonly roles?: RolesSurvey;
}

export interface Taken {
  readonly survey: Survey;
  /** Why a part is missing. */
  readonly problems: readonly string[];
}

/** Milliseconds for the whole of it. */
const PATIENCE = 20_000;

/** Never rejects: a part that cannot be had is missing, and `problems` says why. */
export const takeSurvey = async (clients: Clients): Promise<Taken> => {
  const signal = AbortSignal.timeout(PATIENCE);
  const problems: string[] = [];
  const part = async <Part>(name: string, take: () => Promise<Part>): Promise<Part | undefined> => {
    try {
      return await take();
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const ecsAndRoles = async () => {
    const ecs = await part('ecs', () => surveyEcs(clients.ecs, signal));
    const names = ecs === undefined ? [] : roleNamesIn(ecs);
    if (names.length === 0) return { ecs };
    const iam = async () => surveyRoles(await clients.iam(), names, signal);
    return { ecs, roles: await part('roles', iam) };
  };
  const [first, elbv2, ec2, logs, alarms] = await Promise.all([
    ecsAndRoles(),
    part('elbv2', async () => surveyElbv2(await clients.elbv2(), signal)),
    part('ec2', async () => surveyEc2(await clients.ec2(), signal)),
    part('logs', () => surveyLogs(clients.logs, signal)),
    part('alarms', async () => surveyAlarms(await clients.cloudwatch(), signal)),
  ]);
  const parts = Object.entries({ ...first, elbv2, ec2, logs, alarms });
  return {
    survey: Object.fromEntries(parts.filter(([, found]) => found !== undefined)),
    problems,
  };
};

const roleNamesIn = ({ taskDefinitions }: EcsSurvey): string[] => {
  const arns = taskDefinitions.flatMap(({ taskDefinition }) => [
    taskDefinition.taskRoleArn,
    taskDefinition.executionRoleArn,
  ]);
  return [
    ...new Set(arns.flatMap((arn) => (arn === undefined ? [] : (arn.split('/').at(-1) ?? [])))),
  ];
};
