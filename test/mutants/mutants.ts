import { ALARMS } from './alarms.ts';
import { DEPLOYMENTS } from './deployments.ts';
import { FAULTS } from './faults.ts';
import { LOAD_BALANCERS } from './load-balancers.ts';
import type { Mutant } from './mutant.ts';
import { PLACEMENT } from './placement.ts';
import { SECURITY_GROUPS } from './security-groups.ts';
import { SERVICES } from './services.ts';
import { SHIFTS } from './shifts.ts';
import { TASK_SETS } from './task-sets.ts';
import { TASKS } from './tasks.ts';

export const MUTANTS: readonly Mutant[] = [
  ...DEPLOYMENTS,
  ...SERVICES,
  ...SHIFTS,
  ...LOAD_BALANCERS,
  ...ALARMS,
  ...SECURITY_GROUPS,
  ...FAULTS,
  ...PLACEMENT,
  ...TASK_SETS,
  ...TASKS,
];
