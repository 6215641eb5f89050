import type { VolumeSpec } from '../core/effects.ts';

/** Why a container cannot start that needs a volume which nobody has made, as the ECS agent words it. */
export const missingVolume = ({ name }: VolumeSpec): string =>
  `initialize volume: volume detection failed, volume '${name}' does not exist and autoprovision is set to false`;
