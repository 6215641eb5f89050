import { of } from './mutant.ts';

/** Mistakes in what a fault does, and in taking it back. */
export const FAULTS = [
  ...of(
    'faults/end.ts',
    ['what a fault did is not taken back', '  calm(tx, ended);\n', '', 304],
    [
      'an engine that missed the end of a fault is not told again',
      'if (fault.endedAt !== null) calm(tx, fault);',
      'if (fault.endedAt !== null) continue;',
      307,
    ],
  ),
  ...of('faults/in-force.ts', [
    'tasks start in a zone that is lost',
    '!lost.has(availabilityZone));',
    'lost.size < 9 || availabilityZone);',
    307,
  ]),
  ...of('faults/inject.ts', [
    'the tasks of a zone that is lost run on and are replaced',
    "if (lastStatus === 'STOPPED' || !isOf(scope, scopeOf(taskArn))) continue;",
    "if (lastStatus !== 'RUNNING' || !isOf(scope, scopeOf(taskArn))) continue;",
    310,
  ]),
];
