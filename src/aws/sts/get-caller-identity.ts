import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Context } from '../operation.ts';

export const getCallerIdentity = ({
  scope,
  callerArn,
  userId,
}: Context): GetCallerIdentityResponse => ({
  UserId: userId,
  Account: scope.account,
  Arn: callerArn,
});
