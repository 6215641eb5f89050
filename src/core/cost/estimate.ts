import { memoryForTasks } from '../container-instances/resources.ts';
import { instanceTypeOf } from '../ec2/instance-types.ts';
import type { InstanceType } from '../model/index.ts';
import { type BreakEven, breakEvenHours, breakEvenOf, type Rates } from './break-even.ts';
import { CostInputError, expectNumber, type Purchase, validatePurchase } from './inputs.ts';
import type { BillLine } from './lines.ts';
import { sumOfCents } from './money.ts';
import { type Hours, monthOfEc2, monthOfFargate } from './month-of.ts';
import { DISCOUNTS, FARGATE_PRICES } from './prices.ts';
import {
  DAYS_PER_MONTH,
  type FargateSize,
  fargateSizesFor,
  HOURS_PER_MONTH,
  peakCopies,
  taskHours,
  validateWorkload,
  type Workload,
} from './workload.ts';

/** A design to be priced, on Fargate and on EC2 side by side. */
export interface Design {
  readonly workload: Workload;
  readonly instanceType: string;
  /** Instances that stay when there is little to do; default 1. */
  readonly minimumInstances?: number | undefined;
  /** `always-on` (default): instances for the peak, all month. `follows-load`: as many as needed. */
  readonly fleet?: 'always-on' | 'follows-load' | undefined;
  /** ECS_RESERVED_MEMORY: MiB kept from tasks beside what the system and the agent take; default 0. */
  readonly reservedMiB?: number | undefined;
  /** `awsvpc`: each task on EC2 takes a network interface; `trunked`: with ENI trunking. Default bridge. */
  readonly networkMode?: 'bridge' | 'awsvpc' | 'trunked' | undefined;
  /** Share of the hours (of tasks, of instances) that Spot bears, 0–1; default 0. */
  readonly spotShare?: number | undefined;
  /** A Savings Plan is bought for the one side or for the other, and paid all month. */
  readonly purchase?: Omit<Purchase, 'publicIpv4'> | undefined;
}

/** Dollars are of a month, in us-east-1; the totals add the lines, each to the cent. */
export interface Estimate {
  readonly taskHours: number;
  readonly fargate: {
    readonly size: FargateSize;
    readonly usdPerTaskHour: number;
    readonly lines: readonly BillLine[];
    readonly usd: number;
    /** Shares of the size that the task did not ask for; 0–1. */
    readonly idle: { readonly cpu: number; readonly memory: number };
  };
  readonly ec2: {
    readonly tasksPerInstance: number;
    readonly instancesAtPeak: number;
    /** That are paid for in each stretch of the day. */
    readonly instances: readonly number[];
    readonly instanceHours: number;
    readonly usdPerInstanceHour: number;
    readonly lines: readonly BillLine[];
    readonly usd: number;
    /** Shares of what was paid for that no task reserved; 0–1. */
    readonly idle: { readonly cpu: number; readonly memory: number };
  };
  /** With the prices of an hour as above: before free tier, reservations and Savings Plan. */
  readonly breakEven: BreakEven & {
    /** Of always-on instances for the peak; null: EC2 is not cheaper even around the clock. */
    readonly hoursPerDay: number | null;
  };
}

type Types = (name: string) => InstanceType | undefined;

/** Throws `CostInputError`. `types`: the table of instance types, if not the built-in one. */
export function estimateOf(design: Design, types: Types = instanceTypeOf): Estimate {
  const fargate = fargateOf(design);
  const ec2 = ec2Of(design, types);
  const rates: Rates = {
    fargateUsdPerTaskHour: fargate.usdPerTaskHour,
    ec2UsdPerInstanceHour: ec2.usdPerInstanceHour,
    tasksPerInstance: ec2.tasksPerInstance,
    minimumInstances: design.minimumInstances,
  };
  const peak = peakCopies(design.workload);
  return {
    taskHours: taskHours(design.workload),
    fargate,
    ec2,
    breakEven: {
      ...breakEvenOf(rates),
      hoursPerDay: peak === 0 ? null : breakEvenHours(rates, peak),
    },
  };
}

/** The one side alone, whatever instances there are. Throws `CostInputError`. */
export function fargateOf(design: Design): Estimate['fargate'] {
  validateDesign(design);
  const { workload, spotShare = 0, purchase = {} } = design;
  const { size, onDemand } = cheapestSize(workload);
  const spotDiscount = purchase.spotDiscount?.fargate ?? DISCOUNTS.fargateSpot.usual;
  const lines = monthOfFargate(tasksByTheHour(workload), size, workload.architecture, {
    spotShare,
    purchase,
  });
  return {
    size,
    usdPerTaskHour: onDemand * (1 - spotShare * spotDiscount),
    lines,
    usd: sumOfCents(lines.map(({ usd }) => usd)),
    idle: {
      cpu: 1 - (workload.vCpu * 1024) / size.cpu,
      memory: 1 - (workload.memoryGB * 1024) / size.memoryMiB,
    },
  };
}

/** The other, even for tasks that are too large for Fargate. Throws `CostInputError`. */
export function ec2Of(design: Design, types: Types = instanceTypeOf): Estimate['ec2'] {
  validateDesign(design);
  const { workload, spotShare = 0, purchase = {} } = design;
  const type = types(design.instanceType);
  if (type === undefined)
    throw new CostInputError(
      `The instance type ${design.instanceType} is not known here. Choose one that \`aws ec2 describe-instance-types\` lists.`,
    );
  const spotDiscount = purchase.spotDiscount?.ec2 ?? DISCOUNTS.ec2Spot.usual;
  const tasksPerInstance = tasksOn(type, design);
  const fleet = fleetOf(design, tasksPerInstance);
  const instanceHours = fleet.reduce((sum, { hours, count }) => sum + hours * count, 0);
  const lines = monthOfEc2(fleet, type, { spotShare, purchase });
  const used = (each: number, all: number) =>
    instanceHours === 0 ? 1 : (taskHours(workload) * each) / (instanceHours * all);
  const peak = peakCopies(workload);
  return {
    tasksPerInstance,
    instancesAtPeak: instancesFor(peak, tasksPerInstance, design),
    instances: workload.day.map(({ copies }) =>
      instancesFor(design.fleet === 'follows-load' ? copies : peak, tasksPerInstance, design),
    ),
    instanceHours,
    usdPerInstanceHour: type.usdPerHour * (1 - spotShare * spotDiscount),
    lines,
    usd: sumOfCents(lines.map(({ usd }) => usd)),
    idle: {
      cpu: 1 - used(workload.vCpu, type.vcpus),
      memory: 1 - used(workload.memoryGB * 1024, type.memoryMiB),
    },
  };
}

function validateDesign(design: Design): void {
  const { workload, minimumInstances = 1, reservedMiB = 0, spotShare = 0 } = design;
  validateWorkload(workload);
  validatePurchase(design.purchase ?? {});
  expectNumber('the least number of instances', minimumInstances, 1, Number.POSITIVE_INFINITY);
  expectNumber('the memory kept back (MiB)', reservedMiB, 0, Number.POSITIVE_INFINITY);
  expectNumber('the share of Spot', spotShare, 0, 1);
}

const cheapestSize = (workload: Workload) => {
  const { vCpu, memory } = FARGATE_PRICES[workload.architecture ?? 'X86_64'];
  return fargateSizesFor(workload)
    .map((size) => ({
      size,
      onDemand: (size.cpu * vCpu.usd + size.memoryMiB * memory.usd) / 1024,
    }))
    .reduce((best, one) => (one.onDemand < best.onDemand ? one : best));
};

const tasksByTheHour = ({ day, daysPerMonth = DAYS_PER_MONTH }: Workload): Hours[] =>
  day.map(({ hours, copies }) => ({ hours: daysPerMonth * hours, count: copies }));

/** All tasks are alike, so dividing packs as well as can be. */
function tasksOn(type: InstanceType, { workload, reservedMiB = 0, networkMode }: Design): number {
  const { vCpu, memoryGB, architecture = 'X86_64' } = workload;
  if (!type.architectures.includes(architecture === 'ARM64' ? 'arm64' : 'x86_64'))
    throw new CostInputError(`${type.instanceType} does not run ${architecture} images.`);
  const memoryMiB = memoryForTasks(type.memoryMiB) - reservedMiB;
  const limits = {
    vCPU: Math.floor(type.vcpus / vCpu + 1e-9),
    memory: Math.floor(memoryMiB / (memoryGB * 1024) + 1e-9),
    'network interfaces': interfacesOf(type, networkMode),
  };
  const [short, least] = Object.entries(limits).reduce((a, b) => (b[1] < a[1] ? b : a));
  if (least >= 1) return least;
  throw new CostInputError(
    `A task of ${vCpu} vCPU and ${memoryGB} GB does not fit on ${type.instanceType} for lack of ${short}: it has ${type.vcpus} vCPU and ${memoryMiB} MiB for tasks. Choose a larger type.`,
  );
}

const interfacesOf = (type: InstanceType, networkMode: Design['networkMode']): number => {
  if (networkMode === 'awsvpc') return type.maxNetworkInterfaces - 1;
  if (networkMode !== 'trunked') return Number.POSITIVE_INFINITY;
  if (type.awsvpcTasksTrunked !== null) return type.awsvpcTasksTrunked;
  throw new CostInputError(
    `${type.instanceType} has no ENI trunking that we know of. Choose another type, or awsvpc without it.`,
  );
};

const instancesFor = (copies: number, tasksPerInstance: number, design: Design): number =>
  Math.max(design.minimumInstances ?? 1, Math.ceil(copies / tasksPerInstance));

function fleetOf(design: Design, tasksPerInstance: number): Hours[] {
  const { workload, fleet = 'always-on' } = design;
  const need = (copies: number) => instancesFor(copies, tasksPerInstance, design);
  if (fleet === 'always-on') return [{ hours: HOURS_PER_MONTH, count: need(peakCopies(workload)) }];
  const busy = tasksByTheHour(workload).map(({ hours, count }) => ({ hours, count: need(count) }));
  const rest = HOURS_PER_MONTH - busy.reduce((sum, { hours }) => sum + hours, 0);
  return [...busy, { hours: Math.max(0, rest), count: need(0) }];
}
