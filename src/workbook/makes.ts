import type { Lab } from './lab.ts';
import { fillIn, type VariedLab, variantOf } from './variant.ts';

/** What the steps make in this copy of the lab, for `reset` to remove. */
export const makesOf = (lab: VariedLab & Pick<Lab, 'makes'>): Lab['makes'] => {
  const values = variantOf(lab);
  const { makes } = lab;
  const filled = (names: readonly string[]) => names.map((name) => fillIn(name, values));
  return {
    ...makes,
    clusters: filled(makes.clusters),
    taskDefinitionFamilies: filled(makes.taskDefinitionFamilies),
    logGroups: filled(makes.logGroups),
    instances: filled(makes.instances),
    loadBalancers: filled(makes.loadBalancers),
    targetGroups: filled(makes.targetGroups),
    alarms: filled(makes.alarms),
    roles: filled(makes.roles),
  };
};
