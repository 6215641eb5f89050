import { DEPLOYMENTS } from './deployments.ts';
import type { Mutant } from './mutant.ts';
import { PLACEMENT } from './placement.ts';
import { SERVICES } from './services.ts';
import { TASKS } from './tasks.ts';

export const MUTANTS: readonly Mutant[] = [...DEPLOYMENTS, ...SERVICES, ...PLACEMENT, ...TASKS];
