import type { Lab } from '../../src/workbook/lab.ts';

/** What a lab makes that says nothing of it. */
export const makesNothing: Lab['makes'] = {
  clusters: [],
  taskDefinitionFamilies: [],
  logGroups: [],
  instances: [],
  loadBalancers: [],
  targetGroups: [],
  alarms: [],
  roles: [],
  accountSettings: {},
};
