import { clientException } from '../errors.ts';

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

/** Memory in MiB that Fargate offers for each number of CPU units (AWS: task CPU and memory). */
export const FARGATE_SIZES: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, range(1024, 4096, 1024)],
  [1024, range(2048, 8192, 1024)],
  [2048, range(4096, 16384, 1024)],
  [4096, range(8192, 30720, 1024)],
  [8192, range(16384, 61440, 4096)],
  [16384, range(32768, 122880, 8192)],
]);

/** Throws a ClientException that names the nearest sizes there are. */
export function validateFargateSize(cpu: string | undefined, memory: string | undefined): void {
  if (cpu === undefined || memory === undefined) {
    throw clientException(
      `Fargate requires that 'cpu' and 'memory' be defined at the task level: ${cpu === undefined ? 'cpu' : 'memory'} is missing.`,
    );
  }
  const units = Number(cpu);
  const mib = Number(memory);
  const sizes = FARGATE_SIZES.get(units);
  if (sizes?.includes(mib)) return;
  const advice =
    sizes === undefined
      ? `CPU must be one of ${[...FARGATE_SIZES.keys()].join(', ')}; the nearest to ${cpu} is ${nearest([...FARGATE_SIZES.keys()], units).join(' or ')}.`
      : `With ${cpu} CPU units the nearest memory to ${memory} MiB is ${nearest(sizes, mib).join(' or ')} MiB.`;
  throw clientException(
    `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. ${advice}`,
  );
}

/** The next lower and the next higher of the sizes. */
function nearest(sizes: readonly number[], wanted: number): number[] {
  const lower = sizes.filter((size) => size < wanted).slice(-1);
  const higher = sizes.filter((size) => size > wanted).slice(0, 1);
  const both = [...lower, ...higher];
  return both.length > 0 ? both : [...sizes];
}

/**
 * CPU units and MiB as the API keeps them, from "1 vCPU", ".5 vcpu", "2 GB" or plain numbers.
 * Undefined when it is none of these.
 */
export function cpuUnits(text: string): string | undefined {
  const [, number = '', unit = ''] = /^\s*(\d*\.?\d+)\s*(vcpu)?\s*$/i.exec(text) ?? [];
  if (number === '') return undefined;
  const units = unit === '' ? Number(number) : Number(number) * 1024;
  return Number.isInteger(units) && units > 0 ? String(units) : undefined;
}

export function mebibytes(text: string): string | undefined {
  const [, number = '', unit = ''] = /^\s*(\d*\.?\d+)\s*(gb|mb)?\s*$/i.exec(text) ?? [];
  if (number === '') return undefined;
  const mib = unit.toLowerCase() === 'gb' ? Number(number) * 1024 : Number(number);
  return Number.isInteger(mib) && mib > 0 ? String(mib) : undefined;
}
