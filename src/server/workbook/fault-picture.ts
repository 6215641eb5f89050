import { FAULTS } from '../../core/faults/faults.ts';
import type { Fault } from '../../core/model/fault.ts';
import type { FaultPicture } from '../api.ts';

/** A fault as people see it; `faultId` undefined: it is not caused yet. */
export const faultPicture = ({
  faultId,
  fault,
  targetArn,
  description,
  disturbances,
  beganAt,
  endsAt,
  endedAt,
  failure,
}: Omit<Fault, 'faultId' | 'account' | 'region' | 'endedBy' | 'dueAt'> &
  Partial<Pick<Fault, 'faultId'>>): FaultPicture => ({
  faultId,
  fault,
  targetArn,
  taskArns: [...new Set(disturbances.map(({ taskArn }) => taskArn))],
  description,
  look: FAULTS[fault].look,
  undo: endedAt === null ? FAULTS[fault].undo : null,
  beganAt,
  endsAt,
  endedAt,
  failure,
});
