import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Context } from '../operation.ts';

/** Everyone is the root user of their account here. */
export const getCallerIdentity = ({ scope, principalArn }: Context): GetCallerIdentityResponse => ({
  UserId: scope.account,
  Account: scope.account,
  Arn: principalArn,
});
