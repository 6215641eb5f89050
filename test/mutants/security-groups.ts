import { of } from './mutant.ts';

/** Mistakes in who counts as a member of a security group. */
export const SECURITY_GROUPS = [
  ...of(
    'security-groups/members.ts',
    [
      'stopped tasks stay in their groups',
      "networkInterface === undefined || lastStatus === 'STOPPED'",
      'networkInterface === undefined',
    ],
    [
      'terminated instances stay in their groups',
      "state === 'terminated' || state === 'shutting-down' ? NONE : securityGroupIds;",
      'securityGroupIds;',
    ],
    [
      'nothing ever leaves a group',
      'if (!after.includes(id)) leave(membersByGroup, scope, id, arn);',
      'if (after.includes(id)) leave(membersByGroup, scope, id, arn);',
    ],
  ),
];
