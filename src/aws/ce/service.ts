import {
  Dimension,
  GetCostAndUsageCommand,
  Granularity,
  GroupDefinitionType,
  MatchOption,
} from '@aws-sdk/client-cost-explorer';
import { operation } from '../operation.ts';
import { jsonProtocol } from '../protocols/json.ts';
import { service } from '../service.ts';
import { getCostAndUsage } from './get-cost-and-usage.ts';

const DIMENSIONS_ONLY = 'Use Dimensions.';

/** AWS Cost Explorer: the account's own bill. */
export const costExplorer = service({
  title: 'AWS Cost Explorer',
  protocol: jsonProtocol(),
  operations: { GetCostAndUsage: operation(GetCostAndUsageCommand, getCostAndUsage) },
  vocabulary: {
    enums: {
      'GetCostAndUsageRequest.Granularity': Granularity,
      'GroupDefinition.Type': GroupDefinitionType,
      'DimensionValues.Key': Dimension,
      'DimensionValues.MatchOptions': MatchOption,
    },
    fractions: new Set(),
    unsupported: {
      'Expression.Tags': DIMENSIONS_ONLY,
      'Expression.CostCategories': DIMENSIONS_ONLY,
      'GetCostAndUsageRequest.BillingViewArn': 'There is one view of the bill: leave it out.',
      'GetCostAndUsageRequest.NextPageToken': 'All is on the first page: leave it out.',
    },
  },
  faults: {
    unavailable: 'ServiceUnavailable',
    internal: 'InternalFailure',
    unknownOperation: 'UnknownOperationException',
    validation: () => 'ValidationException',
  },
});
