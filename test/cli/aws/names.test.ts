import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ce from '@aws-sdk/client-cost-explorer';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ecs from '@aws-sdk/client-ecs';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { commandLineName } from '../../../src/cli/aws/model/names.ts';
import { memberNames, readService } from '../../../src/cli/aws/model/service.ts';

describe('names on the command line', () => {
  test.each([
    ['CreateCluster', 'create-cluster'],
    ['taskDefinition', 'task-definition'],
    ['enableECSManagedTags', 'enable-ecs-managed-tags'],
    ['vpcLatticeConfigurations', 'vpc-lattice-configurations'],
    ['GetLogGroupFields', 'get-log-group-fields'],
    ['s3BucketName', 's3-bucket-name'],
    ['DecodeAuthorizationMessage', 'decode-authorization-message'],
    ['policyARNs', 'policy-arns'],
    ['includeLinkedAccounts', 'include-linked-accounts'],
  ])('%s is %s', (apiName, expected) => {
    expect(commandLineName(apiName)).toBe(expected);
  });

  test.each([
    ['ce', ce, 40],
    ['ec2', ec2, 600],
    ['ecs', ecs, 60],
    ['elbv2', elbv2, 50],
    ['iam', iam, 150],
    ['logs', logs, 80],
    ['sts', sts, 9],
  ] as const)('every operation and member of %s has one name', (name, sdk, atLeast) => {
    const { operations } = readService(name, sdk);
    expect(operations.size).toBeGreaterThanOrEqual(atLeast);
    for (const operation of operations.values()) {
      const options = memberNames(operation.input).map(commandLineName);
      expect(new Set(options).size, operation.name).toBe(options.length);
      for (const option of options) expect(option).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
  });
});
