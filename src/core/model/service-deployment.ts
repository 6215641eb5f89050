import type {
  DeploymentConfiguration,
  DeploymentTarget,
  Document,
  LifecycleHookStage,
} from './service.ts';

export type ServiceDeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOPPED'
  | 'STOP_REQUESTED'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED';

/** AWS: ServiceDeploymentLifecycleStage, and the stage that only hooks know by name. */
export type LifecycleStage = LifecycleHookStage | 'SCALE_UP' | 'BAKE_TIME' | 'CLEAN_UP';

/** AWS: DeploymentLifecycleHookDetail. */
export interface HookRun {
  readonly hookId: string;
  /** Which of the hooks of the deployment configuration. */
  readonly hook: number;
  readonly targetType: 'AWS_LAMBDA' | 'PAUSE';
  readonly targetArn?: string | undefined;
  readonly status: 'AWAITING_ACTION' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
  readonly expiresAt: number;
  readonly timeoutAction: 'CONTINUE' | 'ROLLBACK';
  /** When its target is to be asked (again); null: it is being asked, or need not be. */
  readonly askAt: number | null;
  /** What its target gave along for the next time. */
  readonly details?: Document | undefined;
  /** Why it failed, in the words of the status reason. */
  readonly failure?: string | undefined;
}

/** How far a deployment is that shifts traffic. What is not here follows from tasks and targets. */
export interface Shift {
  /** The deployment (`ecs-svc/…`) that traffic is shifted from; null: there is none. */
  readonly sourceDeploymentId: string | null;
  readonly stage: LifecycleStage;
  /** When the stage began. */
  readonly startedAt: number;
  /** Of the steps in which production traffic shifts, from 0. */
  readonly step: number;
  /** Of the stage. */
  readonly hooks: readonly HookRun[];
}

/** The story of one attempt to bring a service to a revision; stays when its tasks are gone. */
export interface ServiceDeployment {
  /** `…:service-deployment/CLUSTER/SERVICE/ID` */
  readonly serviceDeploymentArn: string;
  readonly serviceArn: string;
  readonly clusterArn: string;
  /** The deployment (`ecs-svc/…`) that carries it out; another one while it is rolled back. */
  readonly deploymentId: string;
  readonly sourceServiceRevisionArns: readonly string[];
  readonly targetServiceRevisionArn: string;
  readonly status: ServiceDeploymentStatus;
  readonly statusReason?: string | undefined;
  readonly deploymentConfiguration: DeploymentConfiguration;
  /** Undefined: a rolling deployment. */
  readonly shift?: Shift | undefined;
  readonly rollback?:
    | { readonly reason: string; readonly startedAt: number; readonly serviceRevisionArn: string }
    | undefined;
  /** Undefined: it began without any. */
  readonly alarms?: DeploymentAlarmsStory | undefined;
  /** As it stood when the deployment ended; while it goes on the deployment itself is asked. */
  readonly failureCount: number;
  readonly threshold: number;
  readonly triggered: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly finishedAt: number | null;
  readonly stoppedAt: number | null;
}

/** The alarms that can fail a deployment, as they were named when it began. */
export interface DeploymentAlarmsStory {
  readonly alarmNames: readonly string[];
  /** AWS: not those of a deployment that began while one of them was in ALARM. */
  readonly monitored: boolean;
  /** Those that failed it. */
  readonly triggeredAlarmNames: readonly string[];
}

/** What a deployment brings a service to, kept as it was. */
export interface ServiceRevision extends DeploymentTarget {
  /** `…:service-revision/CLUSTER/SERVICE/ID` */
  readonly serviceRevisionArn: string;
  readonly serviceArn: string;
  readonly clusterArn: string;
  readonly createdAt: number;
}
