import type { InstanceType } from '../model/index.ts';

const X86 = ['x86_64'] as const;
const ARM = ['arm64'] as const;
const I386_X86 = ['i386', 'x86_64'] as const;

/**
 * The types worth teaching with: capacity and interfaces as EC2 publishes them (to be had from its
 * DescribeInstanceTypes); tasks with trunking as the ECS guide lists them, null where it lists none
 * or we do not know; on-demand prices for Linux in us-east-1 as published around 2024. A copy ages:
 * look before you rely on a figure.
 */
type Row = readonly [
  instanceType: string,
  vcpus: number,
  memoryMiB: number,
  architectures: InstanceType['architectures'],
  maxNetworkInterfaces: number,
  ipv4PerInterface: number,
  gpus: number,
  awsvpcTasksTrunked: number | null,
  usdPerHour: number,
];
const ROWS: readonly Row[] = [
  ['t2.micro', 1, 1024, I386_X86, 2, 2, 0, null, 0.0116],
  ['t2.small', 1, 2048, I386_X86, 3, 4, 0, null, 0.023],
  ['t2.medium', 2, 4096, I386_X86, 3, 6, 0, null, 0.0464],
  ['t2.large', 2, 8192, X86, 3, 12, 0, null, 0.0928],
  ['t3.nano', 2, 512, X86, 2, 2, 0, null, 0.0052],
  ['t3.micro', 2, 1024, X86, 2, 2, 0, null, 0.0104],
  ['t3.small', 2, 2048, X86, 3, 4, 0, null, 0.0208],
  ['t3.medium', 2, 4096, X86, 3, 6, 0, null, 0.0416],
  ['t3.large', 2, 8192, X86, 3, 12, 0, null, 0.0832],
  ['t3.xlarge', 4, 16384, X86, 4, 15, 0, null, 0.1664],
  ['t3.2xlarge', 8, 32768, X86, 4, 15, 0, null, 0.3328],
  ['t3a.micro', 2, 1024, X86, 2, 2, 0, null, 0.0094],
  ['t3a.small', 2, 2048, X86, 2, 4, 0, null, 0.0188],
  ['t3a.medium', 2, 4096, X86, 3, 6, 0, null, 0.0376],
  ['t3a.large', 2, 8192, X86, 3, 12, 0, null, 0.0752],
  ['t3a.xlarge', 4, 16384, X86, 4, 15, 0, null, 0.1504],
  ['t4g.micro', 2, 1024, ARM, 2, 2, 0, null, 0.0084],
  ['t4g.small', 2, 2048, ARM, 3, 4, 0, null, 0.0168],
  ['t4g.medium', 2, 4096, ARM, 3, 6, 0, null, 0.0336],
  ['t4g.large', 2, 8192, ARM, 3, 12, 0, null, 0.0672],
  ['t4g.xlarge', 4, 16384, ARM, 4, 15, 0, null, 0.1344],
  ['t4g.2xlarge', 8, 32768, ARM, 4, 15, 0, null, 0.2688],
  ['m5.large', 2, 8192, X86, 3, 10, 0, 10, 0.096],
  ['m5.xlarge', 4, 16384, X86, 4, 15, 0, 20, 0.192],
  ['m5.2xlarge', 8, 32768, X86, 4, 15, 0, 40, 0.384],
  ['m5.4xlarge', 16, 65536, X86, 8, 30, 0, 60, 0.768],
  ['m6i.large', 2, 8192, X86, 3, 10, 0, 10, 0.096],
  ['m6i.xlarge', 4, 16384, X86, 4, 15, 0, 20, 0.192],
  ['m6i.2xlarge', 8, 32768, X86, 4, 15, 0, 40, 0.384],
  ['m6i.4xlarge', 16, 65536, X86, 8, 30, 0, 60, 0.768],
  ['m6g.medium', 1, 4096, ARM, 2, 4, 0, 4, 0.0385],
  ['m6g.large', 2, 8192, ARM, 3, 10, 0, null, 0.077],
  ['m6g.xlarge', 4, 16384, ARM, 4, 15, 0, null, 0.154],
  ['m6g.2xlarge', 8, 32768, ARM, 4, 15, 0, null, 0.308],
  ['c5.large', 2, 4096, X86, 3, 10, 0, 10, 0.085],
  ['c5.xlarge', 4, 8192, X86, 4, 15, 0, 20, 0.17],
  ['c5.2xlarge', 8, 16384, X86, 4, 15, 0, 40, 0.34],
  ['c5.4xlarge', 16, 32768, X86, 8, 30, 0, 60, 0.68],
  ['c6i.large', 2, 4096, X86, 3, 10, 0, 10, 0.085],
  ['c6i.xlarge', 4, 8192, X86, 4, 15, 0, 20, 0.17],
  ['c6i.2xlarge', 8, 16384, X86, 4, 15, 0, 40, 0.34],
  ['c6g.medium', 1, 2048, ARM, 2, 4, 0, null, 0.034],
  ['c6g.large', 2, 4096, ARM, 3, 10, 0, null, 0.068],
  ['c6g.xlarge', 4, 8192, ARM, 4, 15, 0, null, 0.136],
  ['r5.large', 2, 16384, X86, 3, 10, 0, 10, 0.126],
  ['r5.xlarge', 4, 32768, X86, 4, 15, 0, 20, 0.252],
  ['r5.2xlarge', 8, 65536, X86, 4, 15, 0, 40, 0.504],
  ['r6i.large', 2, 16384, X86, 3, 10, 0, 10, 0.126],
  ['r6g.large', 2, 16384, ARM, 3, 10, 0, null, 0.1008],
  ['g4dn.xlarge', 4, 16384, X86, 3, 10, 1, null, 0.526],
  ['g4dn.2xlarge', 8, 32768, X86, 3, 10, 1, null, 0.752],
];

/** All types that an instance can have, in the table's order. */
export const INSTANCE_TYPES: readonly InstanceType[] = ROWS.map(
  ([
    instanceType,
    vcpus,
    memoryMiB,
    architectures,
    maxNetworkInterfaces,
    ipv4PerInterface,
    gpus,
    awsvpcTasksTrunked,
    usdPerHour,
  ]) => ({
    instanceType,
    vcpus,
    memoryMiB,
    architectures,
    maxNetworkInterfaces,
    ipv4PerInterface,
    gpus,
    awsvpcTasksTrunked,
    usdPerHour,
  }),
);

const byName = new Map(INSTANCE_TYPES.map((type) => [type.instanceType, type]));

/** What that type offers; undefined: we do not know it. */
export const instanceTypeOf = (name: string): InstanceType | undefined => byName.get(name);
