// What the steps of this lab make.

export const cluster = 'catbills';
export const instanceType = 't3.small';

/** One of the two homes of the same cats. */
export interface Home {
  readonly cluster: string;
  readonly service: string;
  readonly family: string;
  readonly launchType: 'FARGATE' | 'EC2';
}

export const onFargate: Home = {
  cluster,
  service: 'on-fargate',
  family: 'billcat-fargate',
  launchType: 'FARGATE',
};

export const onEc2: Home = {
  cluster,
  service: 'on-ec2',
  family: 'billcat-ec2',
  launchType: 'EC2',
};

export const update = ({ service }: Home, count: number): string =>
  `aws ecs update-service --cluster ${cluster} --service ${service} --desired-count ${count}`;
