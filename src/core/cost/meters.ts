import { scopeOf } from '../arn.ts';
import type { Purchase } from './inputs.ts';
import {
  DISCOUNTS,
  FARGATE_PRICES,
  FARGATE_STORAGE_INCLUDED,
  FARGATE_STORAGE_PRICE,
  instancePrice,
  type Price,
  PUBLIC_IPV4_PRICE,
  regionPricing,
} from './prices.ts';
import type { InstanceUsage, TaskUsage } from './usage.ts';

/** What AWS counts and charges under one usage type. */
export interface Meter {
  readonly service: string;
  readonly region: string;
  /** As the bill names it: `USE2-Fargate-GB-Hours`. */
  readonly usageType: string;
  readonly description: string;
  readonly unit: Price['unit'];
  readonly usdPerUnit: number;
  /** Before what Spot and commitments take off; null: the buyer named the price. */
  readonly listPrice: Price | null;
  /** Amounts are whole numbers (CPU unit seconds, MiB seconds …): so many are one unit. */
  readonly amountsPerUnit: number;
  /** What commitments may cover it; `none`: Spot, storage, addresses. */
  readonly coveredAs: 'fargate' | 'ec2' | 'none';
  readonly instanceType?: string | undefined;
}

/** A meter and how much goes through it a second. */
export interface Flow {
  readonly meter: Meter;
  readonly amountPerSecond: number;
}

export const ECS_SERVICE = 'Elastic Container Service';
export const EC2_SERVICE = 'Elastic Compute Cloud';
export const VPC_SERVICE = 'Virtual Private Cloud';

const HOUR = 3_600;

/** What a task on Fargate is charged for; nothing on EC2, where its instance is paid for. */
export const taskFlows = (
  task: Pick<
    TaskUsage,
    'taskArn' | 'launchType' | 'spot' | 'architecture' | 'cpu' | 'memoryMiB' | 'ephemeralGiB'
  >,
  purchase: Purchase,
): Flow[] => {
  if (task.launchType !== 'FARGATE') return [];
  const { region } = scopeOf(task.taskArn);
  const { fargatePrefix } = regionPricing(region);
  const prices = FARGATE_PRICES[task.architecture];
  const off = task.spot ? (purchase.spotDiscount?.fargate ?? DISCOUNTS.fargateSpot.usual) : 0;
  const prefix = `${fargatePrefix}${task.spot ? 'SpotUsage-' : ''}Fargate-`;
  const arm = task.architecture === 'ARM64' ? 'ARM-' : '';
  const kind = `Fargate${task.spot ? ' Spot' : ''} Linux ${arm === '' ? 'x86' : 'Arm'}`;
  const meter = (usageType: string, price: Price, amountsPerUnit: number): Meter => {
    const usdPerUnit = price.usd * (1 - off);
    return {
      service: ECS_SERVICE,
      region,
      usageType,
      description: `${dollars(usdPerUnit)} per ${price.unit.replace('Hours', 'hour')}, ${kind}`,
      unit: price.unit,
      usdPerUnit,
      listPrice: price,
      amountsPerUnit,
      coveredAs: task.spot ? 'none' : 'fargate',
    };
  };
  const flows: Flow[] = [
    {
      meter: meter(`${prefix}${arm}vCPU-Hours:perCPU`, prices.vCpu, 1024 * HOUR),
      amountPerSecond: task.cpu,
    },
    {
      meter: meter(`${prefix}${arm}GB-Hours`, prices.memory, 1024 * HOUR),
      amountPerSecond: task.memoryMiB,
    },
  ];
  const storage = task.ephemeralGiB - FARGATE_STORAGE_INCLUDED;
  if (storage > 0) {
    flows.push({
      meter: {
        service: ECS_SERVICE,
        region,
        usageType: `${fargatePrefix}Fargate-EphemeralStorage-GB-Hours`,
        description: `${dollars(FARGATE_STORAGE_PRICE.usd)} per GB-hour beyond ${FARGATE_STORAGE_INCLUDED} GB a task`,
        unit: 'GB-Hours',
        usdPerUnit: FARGATE_STORAGE_PRICE.usd,
        listPrice: FARGATE_STORAGE_PRICE,
        amountsPerUnit: HOUR,
        coveredAs: 'none',
      },
      amountPerSecond: storage,
    });
  }
  return purchase.publicIpv4 ? [...flows, address(region)] : flows;
};

/** What a running instance is charged for; undefined: the price of its type is not known. */
export const instanceFlows = (
  { instanceArn, instanceType, spot }: Pick<InstanceUsage, 'instanceArn' | 'instanceType' | 'spot'>,
  purchase: Purchase,
  usdPerHour?: (instanceType: string) => number | undefined,
): Flow[] | undefined => {
  const { region } = scopeOf(instanceArn);
  const price = instancePrice(instanceType, usdPerHour);
  if (price === undefined) return undefined;
  const off = spot ? (purchase.spotDiscount?.ec2 ?? DISCOUNTS.ec2Spot.usual) : 0;
  const usdPerUnit = price.usd * (1 - off);
  const { ec2Prefix } = regionPricing(region);
  const meter: Meter = {
    service: EC2_SERVICE,
    region,
    usageType: `${ec2Prefix}${spot ? 'SpotUsage' : 'BoxUsage'}:${instanceType}`,
    description: `${dollars(usdPerUnit)} per ${spot ? 'Spot' : 'On Demand'} Linux ${instanceType} Instance Hour`,
    unit: 'Hrs',
    usdPerUnit,
    listPrice: price,
    amountsPerUnit: HOUR,
    coveredAs: spot ? 'none' : 'ec2',
    instanceType,
  };
  const flow = { meter, amountPerSecond: 1 };
  return purchase.publicIpv4 ? [flow, address(region)] : [flow];
};

const address = (region: string): Flow => ({
  meter: {
    service: VPC_SERVICE,
    region,
    usageType: `${regionPricing(region).ec2Prefix}PublicIPv4:InUseAddress`,
    description: `${dollars(PUBLIC_IPV4_PRICE.usd)} per public IPv4 address in use per hour`,
    unit: 'Hrs',
    usdPerUnit: PUBLIC_IPV4_PRICE.usd,
    listPrice: PUBLIC_IPV4_PRICE,
    amountsPerUnit: HOUR,
    coveredAs: 'none',
  },
  amountPerSecond: 1,
});

/** `$0.04048`: all the digits that the price has. */
export const dollars = (usd: number): string => `$${Number(usd.toPrecision(10))}`;
