/** A policy document of IAM, as JSON has it. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource?: string;
  readonly Principal?: { readonly AWS: string };
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

/** All that checks and the survey of evidence ask; none of it changes anything. */
const ACTIONS = [
  'ce:GetCostAndUsage',
  'cloudwatch:DescribeAlarms',
  'ec2:DescribeInstances',
  'ec2:DescribeNetworkInterfaces',
  'ecs:DescribeClusters',
  'ecs:DescribeContainerInstances',
  'ecs:DescribeServiceDeployments',
  'ecs:DescribeServiceRevisions',
  'ecs:DescribeServices',
  'ecs:DescribeTaskDefinition',
  'ecs:DescribeTasks',
  'ecs:ListAccountSettings',
  'ecs:ListClusters',
  'ecs:ListContainerInstances',
  'ecs:ListServiceDeployments',
  'ecs:ListServices',
  'ecs:ListTagsForResource',
  'ecs:ListTaskDefinitionFamilies',
  'ecs:ListTasks',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'iam:GetRole',
  'iam:ListAttachedRolePolicies',
  'logs:DescribeLogGroups',
  'logs:FilterLogEvents',
];

/**
 * The least that the role needs which grading assumes in a student's account. All resources, since
 * most of these actions know no narrower ones, and a student chooses what things are called.
 */
export const iamPolicy = (): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'EcsWorkbookGrades', Effect: 'Allow', Action: ACTIONS, Resource: '*' }],
});

/**
 * Who may assume that role: `principal`, the instructor's user or role (its ARN), who names the
 * external id if there is one.
 */
export const trustPolicy = (
  principal: string,
  externalId?: string | undefined,
): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 'sts:AssumeRole',
      ...(externalId !== undefined && {
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      }),
    },
  ],
});
