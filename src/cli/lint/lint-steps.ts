import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab, Step } from '../../workbook/lab.ts';
import type { LabProblem } from '../../workbook/lab-error.ts';
import { variableOf } from '../../workbook/variant.ts';

type Head = Omit<Lab, 'id' | 'folder' | 'blocks'>;
type Finding = Omit<LabProblem, 'file'>;

/** What of a lab is made by which command, and the option by which the command names it. */
const MAKERS: readonly (readonly [command: string, option: string, member: keyof Head['makes']])[] =
  [
    ['create-cluster', 'cluster-name', 'clusters'],
    ['register-task-definition', 'family', 'taskDefinitionFamilies'],
    ['create-log-group', 'log-group-name', 'logGroups'],
    ['create-load-balancer', 'name', 'loadBalancers'],
    ['create-target-group', 'name', 'targetGroups'],
    ['put-metric-alarm', 'alarm-name', 'alarms'],
  ];

/** What steps name that is not there, and what they make that starting over would leave. */
export const lintSteps = async (
  folder: string,
  head: Head,
  steps: readonly Step[],
): Promise<Finding[]> => [
  ...lintImages(folder, head),
  ...(await lintFiles(folder, head, steps)),
  ...lintMakes(head, steps),
];

const lintImages = (folder: string, { images }: Head): Finding[] =>
  images
    .filter((image) => !existsSync(join(folder, '../images', image, 'Dockerfile')))
    .map((image) => ({
      line: 1,
      where: 'front matter, images',
      expected: 'folders of labs/images, each with a Dockerfile',
      found: `"${image}", which is none`,
    }));

/** A file counts as there when it lies in `files/` or an image, or when a step makes it. */
const lintFiles = async (
  folder: string,
  { images }: Head,
  steps: readonly Step[],
): Promise<Finding[]> => {
  const folders = ['files', ...images.map((image) => `../images/${image}`)];
  const there = (
    await Promise.all(
      folders.map((name) => readdir(join(folder, name), { recursive: true }).catch(() => [])),
    )
  ).flat();
  const isThere = (name: string) =>
    there.some((path) => path === name || path.endsWith(`/${name}`)) ||
    steps.some(({ script }) => script.replaceAll(`file://${name}`, '').includes(name));
  return steps.flatMap(({ id, script, line }) =>
    script.split('\n').flatMap((text, index) =>
      [...text.matchAll(/fileb?:\/\/([\w./-]+)(?![\w./$-])/g)].flatMap(([, name = '']) =>
        name.startsWith('/') || isThere(name)
          ? []
          : [
              {
                line: line + 1 + index,
                where: `step ${id}`,
                expected: 'a file of the folder files/, or one that a step makes',
                found: `file://${name}, which is neither`,
              },
            ],
      ),
    ),
  );
};

const lintMakes = ({ makes, variant }: Head, steps: readonly Step[]): Finding[] => {
  const variables = Object.keys(variant).map(variableOf);
  const unknown = Object.entries(makes).flatMap(([member, names]) =>
    (Array.isArray(names) ? names : []).flatMap((name) =>
      variablesIn(name)
        .filter((variable) => !variables.includes(variable))
        .map((variable) => ({
          line: 1,
          where: `front matter, makes.${member}`,
          expected: `only variables of the variant: ${variables.join(', ') || 'it has none'}`,
          found: `$${variable}`,
        })),
    ),
  );
  const forgotten = steps.flatMap(({ id, script, line }) =>
    MAKERS.flatMap(([command, option, member]) =>
      namesIn(script, command, option)
        .filter((name) => variablesIn(name).every((variable) => variables.includes(variable)))
        .filter((name) => !lists(makes[member], name))
        .map((name) => ({
          line,
          where: `step ${id}`,
          expected: `what it makes to stand in the front matter, makes.${member}`,
          found: `${name}, which does not`,
          fix: 'add it, or starting the lab over leaves it behind',
        })),
    ),
  );
  return [...unknown, ...forgotten];
};

const lists = (names: Head['makes'][keyof Head['makes']], name: string): boolean =>
  Array.isArray(names) && names.map(plain).includes(name);

/** `${CLUSTER}` and `$CLUSTER` are the same. */
const plain = (text: string): string => text.replaceAll(/\$\{(\w+)\}/g, '$$$1');

const variablesIn = (text: string): string[] =>
  [...plain(text).matchAll(/\$(\w+)/g)].map(([, name = '']) => name);

/** The values that a command's option has in a script. */
const namesIn = (script: string, command: string, option: string): string[] =>
  script
    .replaceAll(/\\\n/g, ' ')
    .split(/\n|;|&&|\|/)
    .filter((line) => new RegExp(`\\b${command}\\b`).test(line))
    .flatMap((line) => {
      const value = new RegExp(`--${option}[ =]+(?:"([^"]+)"|'([^']+)'|(\\S+))`).exec(line);
      const name = value?.[1] ?? value?.[2] ?? value?.[3];
      return name === undefined || /[`(]/.test(name) ? [] : [plain(name)];
    });
