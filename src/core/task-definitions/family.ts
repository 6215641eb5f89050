import { resourceOf, type Scope, scopeOf } from '../arn.ts';

/** `ACCOUNT:REGION:FAMILY` of a task definition's ARN: under which revisions are counted. */
export const familyKey = (taskDefinitionArn: string): string => {
  const { account, region } = scopeOf(taskDefinitionArn);
  return revisionsKey({ account, region }, familyOf(taskDefinitionArn));
};

export const revisionsKey = ({ account, region }: Scope, family: string): string =>
  `${account}:${region}:${family}`;

/** `FAMILY` of a task definition's ARN. */
export const familyOf = (taskDefinitionArn: string): string =>
  (resourceOf(taskDefinitionArn) ?? '').replace(/^task-definition\//, '').replace(/:\d+$/, '');
