/** Whose resources: every name in the state belongs to one account and region. */
export interface Scope {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/** `arn:aws:ecs:REGION:ACCOUNT:RESOURCE` */
export const ecsArn = ({ region, account }: Scope, resource: string): string =>
  `arn:aws:ecs:${region}:${account}:${resource}`;

export const clusterArn = (scope: Scope, name: string) => ecsArn(scope, `cluster/${name}`);
export const taskDefinitionArn = (scope: Scope, family: string, revision: number) =>
  ecsArn(scope, `task-definition/${family}:${revision}`);
export const taskArn = (scope: Scope, cluster: string, id: string) =>
  ecsArn(scope, `task/${cluster}/${id}`);
export const serviceArn = (scope: Scope, cluster: string, name: string) =>
  ecsArn(scope, `service/${cluster}/${name}`);
export const containerArn = (scope: Scope, cluster: string, taskId: string, id: string) =>
  ecsArn(scope, `container/${cluster}/${taskId}/${id}`);

export const containerInstanceArn = (scope: Scope, cluster: string, id: string) =>
  ecsArn(scope, `container-instance/${cluster}/${id}`);
export const capacityProviderArn = (scope: Scope, name: string) =>
  ecsArn(scope, `capacity-provider/${name}`);
export const serviceDeploymentArn = (scope: Scope, cluster: string, service: string, id: string) =>
  ecsArn(scope, `service-deployment/${cluster}/${service}/${id}`);
export const serviceRevisionArn = (scope: Scope, cluster: string, service: string, id: string) =>
  ecsArn(scope, `service-revision/${cluster}/${service}/${id}`);
export const taskSetArn = (scope: Scope, cluster: string, service: string, id: string) =>
  ecsArn(scope, `task-set/${cluster}/${service}/${id}`);
export const instanceArn = ({ region, account }: Scope, instanceId: string): string =>
  `arn:aws:ec2:${region}:${account}:instance/${instanceId}`;

export const securityGroupArn = ({ region, account }: Scope, groupId: string): string =>
  `arn:aws:ec2:${region}:${account}:security-group/${groupId}`;

/** The part behind the last slash: a cluster's, task's or service's own name. */
export const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** The scope that an ARN names. */
export const scopeOf = (arn: string): Scope => {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
};

/** `RESOURCE` of `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE`; undefined when it is no ARN. */
export const resourceOf = (arn: string): string | undefined =>
  arn.startsWith('arn:') ? arn.split(':').slice(5).join(':') : undefined;
