import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { operation } from '../operation.ts';
import { queryProtocol } from '../protocols/query.ts';
import { service } from '../service.ts';
import { assumeRole } from './assume-role.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

/** AWS STS. */
export const sts = service({
  title: 'AWS STS',
  protocol: queryProtocol({
    flavour: 'query',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  }),
  operations: {
    GetCallerIdentity: operation(GetCallerIdentityCommand, getCallerIdentity),
    AssumeRole: operation(AssumeRoleCommand, assumeRole),
  },
  vocabulary: {
    enums: {},
    fractions: new Set(),
    unsupported: {
      'AssumeRoleRequest.SerialNumber': 'There are no MFA devices here: leave it out.',
      'AssumeRoleRequest.TokenCode': 'There are no MFA devices here: leave it out.',
    },
  },
  faults: {
    unavailable: 'ServiceUnavailable',
    internal: 'InternalFailure',
    unknownOperation: 'InvalidAction',
    validation: () => 'ValidationError',
  },
});
