import { instanceTypeOf } from '../ec2/instance-types.ts';

/** One figure of a price list. */
export interface Price {
  readonly usd: number;
  readonly unit: 'vCPU-Hours' | 'GB-Hours' | 'Hrs';
  /** When it was in force: a year, or a year and a month. Prices change: look before you buy. */
  readonly asOf: string;
  /** The page of AWS that publishes it. */
  readonly source: string;
}

/** As `runtimePlatform.cpuArchitecture` has it. */
export type Architecture = 'X86_64' | 'ARM64';

const FARGATE = { asOf: '2024', source: 'AWS Fargate Pricing' } as const;
const EC2 = { asOf: '2024', source: 'Amazon EC2 On-Demand Pricing' } as const;
const VPC = { asOf: '2024-02', source: 'Amazon VPC Pricing' } as const;

/** Fargate on Linux, in us-east-1 and us-east-2 alike. */
export const FARGATE_PRICES: Readonly<
  Record<Architecture, { readonly vCpu: Price; readonly memory: Price }>
> = {
  X86_64: {
    vCpu: { usd: 0.04048, unit: 'vCPU-Hours', ...FARGATE },
    memory: { usd: 0.004445, unit: 'GB-Hours', ...FARGATE },
  },
  ARM64: {
    vCpu: { usd: 0.03238, unit: 'vCPU-Hours', ...FARGATE },
    memory: { usd: 0.00356, unit: 'GB-Hours', ...FARGATE },
  },
};

/** For what a task has beyond `FARGATE_STORAGE_INCLUDED`. */
export const FARGATE_STORAGE_PRICE: Price = { usd: 0.000111, unit: 'GB-Hours', ...FARGATE };
/** GB a task, at no charge. */
export const FARGATE_STORAGE_INCLUDED = 20;

/** An address in use; AWS charges for it since February 2024. */
export const PUBLIC_IPV4_PRICE: Price = { usd: 0.005, unit: 'Hrs', ...VPC };

/** On demand, Linux, us-east-1; undefined: no price of that type is known. */
export const instancePrice = (
  instanceType: string,
  usdPerHour = (type: string) => instanceTypeOf(type)?.usdPerHour,
): Price | undefined => {
  const usd = usdPerHour(instanceType);
  return usd === undefined ? undefined : { usd, unit: 'Hrs', ...EC2 };
};

/** AWS: for the first year of accounts of the time; 750 hours a calendar month, of all together. */
export const FREE_TIER = {
  instanceType: 't2.micro',
  hoursPerMonth: 750,
  asOf: '2024',
  source: 'AWS Free Tier',
} as const;

/**
 * How much below on demand; fractions. Spot prices move with supply, so 0.7 is a guess to be
 * replaced by what the console shows. AWS names the most for Savings Plans and reservations ("up
 * to"); what one gets depends on term, payment and type, so these must be given, up to that most.
 */
export const DISCOUNTS = {
  fargateSpot: { usual: 0.7, asOf: '2024', source: 'AWS Fargate Pricing' },
  ec2Spot: { usual: 0.7, asOf: '2024', source: 'Amazon EC2 Spot Instances Pricing' },
  savingsPlanFargate: { most: 0.5, asOf: '2024', source: 'AWS Fargate Pricing' },
  savingsPlanEc2: { most: 0.66, asOf: '2024', source: 'Compute Savings Plans' },
  reserved: { most: 0.72, asOf: '2024', source: 'Amazon EC2 Reserved Instances' },
} as const;

/** Regions whose price list we have, with what stands before usage types there. */
const FARGATE_PREFIXES = new Map([
  ['us-east-1', 'USE1-'],
  ['us-east-2', 'USE2-'],
]);
const EC2_PREFIXES = new Map([
  ['us-east-1', ''],
  ['us-east-2', 'USE2-'],
]);

/** Where the price comes from and how usage is named. `known` false: it is us-east-1's price. */
export interface RegionPricing {
  readonly fargatePrefix: string;
  readonly ec2Prefix: string;
  readonly fargateKnown: boolean;
  readonly ec2Known: boolean;
}

export const regionPricing = (region: string): RegionPricing => ({
  fargatePrefix: FARGATE_PREFIXES.get(region) ?? 'USE1-',
  ec2Prefix: EC2_PREFIXES.get(region) ?? '',
  fargateKnown: FARGATE_PREFIXES.has(region),
  ec2Known: region === 'us-east-1',
});
