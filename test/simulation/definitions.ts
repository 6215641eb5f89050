import type { Commands } from '../../src/core/commands.ts';
import type { Attribute } from '../../src/core/model/index.ts';
import { BAD_IMAGES, GOOD_IMAGES } from './images.ts';
import type { Profile } from './profile.ts';
import type { Random } from './random.ts';

export const ROOT = 'arn:aws:iam::111122223333:root';
export const CLUSTER = 'demo';
export const SUBNETS = ['a', 'b', 'c'].map((zone) => `subnet-0ca7000000000000${zone}`);
export const NETWORK = { awsvpcConfiguration: { subnets: SUBNETS } };

/** Families by how their tasks meet the network. */
export const FAMILIES = ['fargate', 'static', 'dynamic', 'host', 'vpc'] as const;
export type Family = (typeof FAMILIES)[number];

export const familiesOf = ({ capacity }: Profile): readonly Family[] => {
  if (capacity === 'FARGATE') return ['fargate'];
  const onInstances = ['static', 'dynamic', 'host', 'vpc'] as const;
  return capacity === 'EC2' ? onInstances : FAMILIES;
};

export const needsNetwork = (family: string): boolean => family === 'fargate' || family === 'vpc';

/** Expressions of the cluster query language, each beside what it means. */
export const EXPRESSIONS: readonly {
  readonly expression: string;
  readonly holds: (attributes: ReadonlyMap<string, string | undefined>) => boolean;
}[] = [
  {
    expression: 'attribute:ecs.instance-type =~ t3.*',
    holds: (attributes) => attributes.get('ecs.instance-type')?.startsWith('t3') ?? false,
  },
  {
    expression: 'attribute:ecs.availability-zone in [us-east-1a, us-east-1b]',
    holds: (attributes) => /a$|b$/.test(attributes.get('ecs.availability-zone') ?? ''),
  },
  {
    expression: 'attribute:stack == blue',
    holds: (attributes) => attributes.get('stack') === 'blue',
  },
  {
    expression: 'not (attribute:stack exists) or attribute:stack != red',
    holds: (attributes) => attributes.get('stack') !== 'red',
  },
];

export const attributesOf = (attributes: readonly Attribute[]) =>
  new Map(attributes.map(({ name, value }) => [name, value]));

const SIZES = [64, 100, 256, 512, 700];

/** A revision of the family: sound, or such that its tasks will never serve. */
export function revision(
  random: Random,
  family: Family,
): Commands['RegisterTaskDefinition']['input'] {
  const image = random.chance(0.75) ? random.pick(GOOD_IMAGES) : random.pick(BAD_IMAGES);
  const checked = image === 'sick' || image === 'fading' || random.chance(0.4);
  const fargate = family === 'fargate';
  const ports = {
    fargate: [{ containerPort: 80 }],
    static: [{ containerPort: 80, hostPort: random.oneOf(80, 8080) }],
    dynamic: [{ containerPort: 80, hostPort: 0 }],
    host: [{ containerPort: random.oneOf(9000, 9001) }],
    vpc: [{ containerPort: 80 }],
  }[family];
  const constrained = !fargate && random.chance(0.1);
  return {
    family,
    requiresCompatibilities: [fargate ? 'FARGATE' : 'EC2'],
    networkMode: needsNetwork(family) ? 'awsvpc' : family === 'host' ? 'host' : 'bridge',
    ...(fargate ? { cpu: '256', memory: '512' } : {}),
    containerDefinitions: [
      {
        name: 'web',
        image,
        ...(fargate
          ? {}
          : { cpu: random.pick(SIZES), memory: 700, memoryReservation: random.pick(SIZES) }),
        portMappings: ports,
        ...(checked
          ? {
              healthCheck: {
                command: ['CMD', 'true'],
                interval: random.between(5, 30),
                retries: random.between(1, 3),
                startPeriod: random.oneOf(0, 0, 30, 120),
              },
            }
          : {}),
      },
      ...(random.chance(0.2)
        ? [
            {
              name: 'log',
              image: 'cats',
              essential: random.chance(0.5),
              ...(fargate ? {} : { cpu: 10, memory: 64 }),
              dependsOn: random.chance(0.5)
                ? [{ containerName: 'web', condition: 'START' as const }]
                : [],
            },
          ]
        : []),
    ],
    ...(constrained
      ? {
          placementConstraints: [
            { type: 'memberOf' as const, expression: random.pick(EXPRESSIONS)?.expression },
          ],
        }
      : {}),
    registeredBy: ROOT,
  };
}
