import { agentConfigurationIn } from './user-data.ts';

/** A machine image that DescribeImages lists. */
export interface MachineImage {
  readonly imageId: string;
  readonly name: string;
  readonly description: string;
  readonly architecture: 'x86_64' | 'arm64';
  /** ISO 8601. */
  readonly creationDate: string;
  /** It has the ECS agent, which reads /etc/ecs/ecs.config at each boot. */
  readonly ecsOptimized: boolean;
  /** Public parameters of Systems Manager that name it. */
  readonly parameters: readonly string[];
}

const ECS_PARAMETERS = '/aws/service/ecs/optimized-ami';
const PLAIN_PARAMETERS = '/aws/service/ami-amazon-linux-latest';

/** The same ids in every region, so that a command can be typed without looking them up. */
export const IMAGES: readonly MachineImage[] = [
  {
    imageId: 'ami-0ca70000000000a02',
    name: 'amzn2-ami-ecs-hvm-2.0.20250610-x86_64-ebs',
    description: 'Amazon Linux AMI 2.0.20250610 x86_64 ECS HVM GP2',
    architecture: 'x86_64',
    creationDate: '2025-06-10T20:00:00.000Z',
    ecsOptimized: true,
    parameters: [`${ECS_PARAMETERS}/amazon-linux-2/recommended`],
  },
  {
    imageId: 'ami-0ca70000000000b02',
    name: 'amzn2-ami-ecs-hvm-2.0.20250610-arm64-ebs',
    description: 'Amazon Linux AMI 2.0.20250610 arm64 ECS HVM GP2',
    architecture: 'arm64',
    creationDate: '2025-06-10T20:00:00.000Z',
    ecsOptimized: true,
    parameters: [`${ECS_PARAMETERS}/amazon-linux-2/arm64/recommended`],
  },
  {
    imageId: 'ami-0ca70000000000a23',
    name: 'al2023-ami-ecs-hvm-2023.0.20250610-kernel-6.1-x86_64',
    description: 'Amazon Linux AMI 2023.0.20250610 x86_64 ECS HVM EBS',
    architecture: 'x86_64',
    creationDate: '2025-06-10T21:00:00.000Z',
    ecsOptimized: true,
    parameters: [`${ECS_PARAMETERS}/amazon-linux-2023/recommended`],
  },
  {
    imageId: 'ami-0ca70000000000b23',
    name: 'al2023-ami-ecs-hvm-2023.0.20250610-kernel-6.1-arm64',
    description: 'Amazon Linux AMI 2023.0.20250610 arm64 ECS HVM EBS',
    architecture: 'arm64',
    creationDate: '2025-06-10T21:00:00.000Z',
    ecsOptimized: true,
    parameters: [`${ECS_PARAMETERS}/amazon-linux-2023/arm64/recommended`],
  },
  {
    imageId: 'ami-0ca70000000000a00',
    name: 'al2023-ami-2023.7.20250609.0-kernel-6.1-x86_64',
    description: 'Amazon Linux 2023 AMI 2023.7.20250609.0 x86_64 HVM kernel-6.1',
    architecture: 'x86_64',
    creationDate: '2025-06-09T20:00:00.000Z',
    ecsOptimized: false,
    parameters: [`${PLAIN_PARAMETERS}/al2023-ami-kernel-default-x86_64`],
  },
  {
    imageId: 'ami-0ca70000000000b00',
    name: 'al2023-ami-2023.7.20250609.0-kernel-6.1-arm64',
    description: 'Amazon Linux 2023 AMI 2023.7.20250609.0 arm64 HVM kernel-6.1',
    architecture: 'arm64',
    creationDate: '2025-06-09T20:00:00.000Z',
    ecsOptimized: false,
    parameters: [`${PLAIN_PARAMETERS}/al2023-ami-kernel-default-arm64`],
  },
];

const byId = new Map(IMAGES.map((image) => [image.imageId, image]));

/** Undefined: one that we do not list. */
export const imageOf = (imageId: string): MachineImage | undefined => byId.get(imageId);

export const isImageId = (text: string): boolean => /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(text);

/**
 * The image that `resolve:ssm:PARAMETER` means, as RunInstances takes it in place of an id; other
 * texts are answered as they are.
 */
export function resolveImageId(text: string): string {
  const parameter = /^resolve:ssm:(.*)$/s.exec(text)?.[1];
  if (parameter === undefined) return text;
  const name = parameter.replace(/\/image_id$/, '');
  return IMAGES.find(({ parameters }) => parameters.includes(name))?.imageId ?? text;
}

/**
 * What the agent of an instance finds in /etc/ecs/ecs.config; undefined: the image has no agent.
 * An image that we do not list counts as ECS-optimised: such ids are in every set of notes, and
 * each AWS region and release has others.
 */
export function agentConfigurationOf(
  imageId: string,
  userData: string | undefined,
): Readonly<Record<string, string>> | undefined {
  if (imageOf(imageId)?.ecsOptimized === false) return undefined;
  return { ECS_CLUSTER: 'default', ...agentConfigurationIn(userData ?? '') };
}
