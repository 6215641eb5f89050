/** How much of a stranger's archive or folder is taken; whatever has more is refused as a whole. */
export interface UnpackLimits {
  /** Of all files together, once unpacked. */
  readonly bytes: number;
  /** Unpacked bytes per packed one, looked at from 1 MiB on. A zip bomb has a thousand and more. */
  readonly ratio: number;
  /** Files, folders and all else. */
  readonly entries: number;
  /** Folders in folders. */
  readonly depth: number;
  /** Bytes of a path. */
  readonly pathLength: number;
  /** Of `commands.sh`. */
  readonly commandBytes: number;
}

export const UNPACK_LIMITS: UnpackLimits = {
  bytes: 32 * 1024 * 1024,
  ratio: 200,
  entries: 2_000,
  depth: 12,
  pathLength: 240,
  commandBytes: 256 * 1024,
};

/** `33554432` → `32 MiB` */
export const inUnits = (bytes: number): string => {
  if (bytes < 1024) return `${bytes} bytes`;
  const [size, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KiB'] : [bytes / 1024 ** 2, 'MiB'];
  return `${Number(size.toFixed(1))} ${unit}`;
};
