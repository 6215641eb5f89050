import type { DeploymentConfiguration, DeploymentTarget } from './service.ts';

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
