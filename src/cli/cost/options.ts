import { Command, InvalidArgumentError, Option } from 'commander';
import type { Purchase, Reservation } from '../../core/cost/inputs.ts';
import { awsSettings } from '../lab/aws-settings.ts';
import { account, parseOrExit, swallowedByNpm, url } from '../lab/command-line.ts';

/** As commander hands them over. */
export interface CostOptions {
  readonly cluster?: string | undefined;
  readonly month?: string | undefined;
  readonly account: string;
  readonly endpoint: string;
  readonly json: boolean;
  readonly freeTier: boolean;
  readonly publicIpv4: boolean;
  readonly spotDiscount?: number | undefined;
  readonly savingsPlan?: number | undefined;
  readonly savingsPlanDiscount?: number | undefined;
  readonly reserve: readonly Reservation[];
  readonly estimate: boolean;
  readonly vcpu: number;
  readonly memory: number;
  readonly copies: number;
  readonly hours: number;
  readonly pattern?: readonly number[] | undefined;
  readonly days?: number | undefined;
  readonly arch: 'X86_64' | 'ARM64';
  readonly instanceType: string;
  readonly minimumInstances: number;
  readonly fleet: 'always-on' | 'follows-load';
  readonly networkMode: 'bridge' | 'awsvpc' | 'trunked';
  readonly spotShare: number;
}

/** Reads the arguments of `npm run cost --`; a number is the exit status when that was all. */
export const parseCostOptions = (args: readonly string[]): CostOptions | number => {
  const command = describeCommand();
  const names = command.options.map(({ long }) => (long ?? '').slice(2));
  const swallowed = swallowedByNpm('cost', names);
  const parsed = parseOrExit(command, args);
  // npm took the option and left its value, if it had one; the call would mean something else.
  if (swallowed !== undefined) {
    console.error(swallowed);
    return 2;
  }
  return typeof parsed === 'number' ? parsed : parsed.opts<CostOptions>();
};

const describeCommand = () => {
  const settings = awsSettings();
  return new Command('npm run cost --')
    .description(
      'What ran on the runtime, as a bill of AWS; with --estimate what a design would cost.',
    )
    .option('--cluster <name>', 'of this cluster only')
    .option('--month <month>', 'such as 2026-11, or all; default this month')
    .option('--account <id>', 'whose clusters, 12 digits', account, settings.account)
    .option('--endpoint <url>', 'of the runtime', url, settings.endpoint)
    .option('--json', 'for programs', false)
    .optionsGroup('How capacity is bought:')
    .option('--free-tier', 'take the 750 hours of t2.micro off', false)
    .option('--public-ipv4', 'charge a public address for each task on Fargate and instance', false)
    .option('--spot-discount <share>', 'of Spot; default 70%', share)
    .option('--savings-plan <usd>', 'commitment of a Compute Savings Plan, dollars an hour', number)
    .option('--savings-plan-discount <share>', 'such as 20%; the plan you would buy says it', share)
    .option('--reserve <type:count:share>', 'reserved instances: m5.large:2:40%', reservation, [])
    .optionsGroup('The design, with --estimate:')
    .option('--estimate', 'price a design on Fargate and on EC2; needs no runtime', false)
    .option('--vcpu <number>', 'of a task', number, 0.5)
    .option('--memory <GB>', 'of a task', number, 1)
    .option('--copies <number>', 'of the task', number, 1)
    .option('--hours <number>', 'a day', number, 24)
    .option('--pattern <list>', '24 numbers of copies, one an hour, instead of the last two', list)
    .option('--days <number>', 'a month; default all, 730 hours', number)
    .addOption(
      new Option('--arch <name>', 'of the processor')
        .choices(['X86_64', 'ARM64'])
        .default('X86_64'),
    )
    .option('--instance-type <type>', 'on EC2', 't3.medium')
    .option('--minimum-instances <number>', 'that stay when there is little to do', number, 1)
    .addOption(
      new Option('--fleet <kind>', 'instances for the peak all month, or as many as needed')
        .choices(['always-on', 'follows-load'])
        .default('always-on'),
    )
    .addOption(
      new Option('--network-mode <mode>', 'on EC2; trunked: awsvpc with ENI trunking')
        .choices(['bridge', 'awsvpc', 'trunked'])
        .default('bridge'),
    )
    .option('--spot-share <share>', 'of the hours that Spot bears', share, 0)
    .allowExcessArguments(false);
};

const number = (text: string): number => {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number, 0 or more.');
};

/** `70%` or `0.7` */
const share = (text: string): number => {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(digits) / (percent === '%' ? 100 : 1);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Expected a share such as 70% or 0.7.');
};

const list = (text: string): number[] => text.split(',').map((part) => number(part.trim()));

const reservation = (text: string, before: readonly Reservation[]): Reservation[] => {
  const [instanceType = '', count = '', discount = '', ...more] = text.split(':');
  if (instanceType === '' || count === '' || discount === '' || more.length > 0)
    throw new InvalidArgumentError('Expected TYPE:COUNT:DISCOUNT, such as m5.large:2:40%.');
  return [...before, { instanceType, count: number(count), discount: share(discount) }];
};

/** Throws `InvalidArgumentError` when the discount of a Savings Plan is missing, or the plan. */
export const purchaseOf = (options: CostOptions): Purchase => {
  const { freeTier, publicIpv4, spotDiscount, savingsPlan, savingsPlanDiscount, reserve } = options;
  if ((savingsPlan === undefined) !== (savingsPlanDiscount === undefined))
    throw new InvalidArgumentError(
      'A Savings Plan needs both --savings-plan (dollars an hour) and --savings-plan-discount (such as 20%).',
    );
  return {
    freeTier,
    publicIpv4,
    reservations: reserve,
    ...(spotDiscount === undefined
      ? {}
      : { spotDiscount: { fargate: spotDiscount, ec2: spotDiscount } }),
    ...(savingsPlan === undefined || savingsPlanDiscount === undefined
      ? {}
      : {
          savingsPlan: {
            usdPerHour: savingsPlan,
            discount: { fargate: savingsPlanDiscount, ec2: savingsPlanDiscount },
          },
        }),
  };
};
