import { INSTANCE_TYPES } from '../../../src/core/ec2/instance-types.ts';
import type { NetworkMode } from '../../../src/core/model/index.ts';
import { nearest } from '../range.ts';

/** Bridge mode twice: it is another thing with ports that Docker chooses. */
export const MODES = ['host', 'bridge-static', 'bridge-dynamic', 'awsvpc', 'none'] as const;
export type Mode = (typeof MODES)[number];

export const LAUNCH_TYPES = ['EC2', 'FARGATE'] as const;

/** What a person chooses in the explorer of network modes. */
export interface Settings {
  readonly mode: Mode;
  readonly launchType: (typeof LAUNCH_TYPES)[number];
  /** Of the core's table; it and the next mean nothing on Fargate, nor does `trunking`. */
  readonly instanceType: string;
  readonly instances: number;
  /** Tasks that are wanted. */
  readonly copies: number;
  /** MiB that a task reserves. */
  readonly memoryMiB: number;
  /** The account setting awsvpcTrunking, when the instances registered. */
  readonly trunking: boolean;
}

export const RANGES = {
  instances: { min: 1, max: 6, step: 1 },
  copies: { min: 1, max: 64, step: 1 },
} as const;

/** MiB; what Fargate does not have is as little as it has. */
export const MEMORY_SIZES = [128, 256, 512, 1024, 2048] as const;

export const INSTANCE_TYPE_NAMES: readonly string[] = INSTANCE_TYPES.map(
  ({ instanceType }) => instanceType,
);

export const SETTING_NAMES = [
  'mode',
  'launchType',
  'instanceType',
  'instances',
  'copies',
  'memoryMiB',
  'trunking',
] as const satisfies readonly (keyof Settings)[];

/** A setting as text, for addresses. */
export const textOf = (settings: Settings, name: keyof Settings): string => {
  const value = settings[name];
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
};

/** What is not given or makes no sense is as in `otherwise`; numbers become the nearest there are. */
export const settingsFrom = (
  textFor: (name: keyof Settings) => string | undefined,
  otherwise: Settings,
): Settings => {
  const oneOf = <T>(choices: readonly T[], name: keyof Settings) =>
    choices.find((choice) => String(choice) === textFor(name));
  const number = (name: keyof typeof RANGES) =>
    nearest(Number.parseFloat(textFor(name) ?? ''), RANGES[name], otherwise[name]);
  const trunking = oneOf(['on', 'off'], 'trunking');
  return {
    mode: oneOf(MODES, 'mode') ?? otherwise.mode,
    launchType: oneOf(LAUNCH_TYPES, 'launchType') ?? otherwise.launchType,
    instanceType: oneOf(INSTANCE_TYPE_NAMES, 'instanceType') ?? otherwise.instanceType,
    instances: number('instances'),
    copies: number('copies'),
    memoryMiB: oneOf(MEMORY_SIZES, 'memoryMiB') ?? otherwise.memoryMiB,
    trunking: trunking === undefined ? otherwise.trunking : trunking === 'on',
  };
};

export const sameSettings = (a: Settings, b: Settings): boolean =>
  SETTING_NAMES.every((name) => a[name] === b[name]);

export const networkModeOf = (mode: Mode): NetworkMode =>
  mode === 'bridge-static' || mode === 'bridge-dynamic' ? 'bridge' : mode;
