import { scopeOf } from '../../../core/arn.ts';
import { inForce } from '../../../core/faults/in-force.ts';
import { clustersOf, type Ranked, type Seen, sentence, span, word } from './seen.ts';

/** What holds for the whole runtime: its engine, its time, faults, and where it is looked. */
export const runtimeInTheWay = (seen: Seen): Ranked[] => [
  ...engine(seen),
  ...faults(seen),
  ...elsewhere(seen),
  ...time(seen),
];

const engine = ({ engine: { name, unavailable } }: Seen): Ranked[] =>
  unavailable === undefined
    ? []
    : [
        {
          rank: 0,
          about: 'The engine',
          says: `The engine ${name} is away, so nothing starts or stops: ${sentence(unavailable)} The runtime goes on by itself when it is back.`,
          tries: name === 'docker' ? [{ say: 'Does Docker answer?', command: 'docker info' }] : [],
        },
      ];

const faults = ({ state, account, now }: Seen): Ranked[] =>
  inForce(state)
    .filter((fault) => fault.account === account)
    .map(({ faultId, fault, description, endsAt }) => ({
      rank: 12,
      about: `Fault ${fault}`,
      says: `${sentence(description)} It was caused on purpose, and ends by itself in ${span(endsAt - now)}.`,
      tries: [{ say: 'To end it now:', command: `npm run fault -- undo ${faultId}` }],
    }));

/** Clusters that look as if they were meant, in another region, by another name or account. */
const elsewhere = (seen: Seen): Ranked[] => {
  const { lab, state, account, region } = seen;
  const wanted = lab.makes.clusters.filter(
    (name) => !clustersOf(seen).some(({ clusterName }) => clusterName === name),
  );
  const active = [...state.clusters.values()]
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ clusterArn, clusterName: name }) => ({ name, ...scopeOf(clusterArn) }));
  const own = active.filter((one) => one.account === account);
  return wanted.flatMap((name): Ranked[] => {
    const missing = `There is no cluster ${name} in account ${account}, region ${region}`;
    const about = `Cluster ${name}`;
    const there = own.find((one) => one.name === name);
    if (there !== undefined) {
      return [
        {
          rank: 7,
          about,
          says: `${missing}; there is one in region ${there.region}. The lab’s steps and checks look in ${region}.`,
          tries: [
            {
              say: 'In a terminal of your own:',
              command: `export AWS_DEFAULT_REGION=${word(region)}`,
            },
          ],
        },
      ];
    }
    const similar = own.find((one) => one.region === region && isNear(one.name, name));
    if (similar !== undefined) {
      return [
        {
          rank: 7,
          about,
          says: `${missing}; there is one that is called ${similar.name}. Names must be the same to the letter.`,
          tries: [
            {
              say: 'Make it with the lab’s name:',
              command: `aws ecs create-cluster --cluster-name ${word(name)}`,
            },
          ],
        },
      ];
    }
    const others = active.filter((one) => one.name === name);
    // In a class everybody has one; only somebody with nothing at all may have been elsewhere.
    if (own.length > 0 || others.length !== 1) return [];
    const [other] = others;
    return [
      {
        rank: 7,
        about,
        says: `${missing}, nor any other; account ${other?.account} has one in region ${other?.region}. The access key id says whose clusters a command means.`,
        tries: [
          {
            say: 'In a terminal of your own:',
            command: `export AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=test`,
          },
        ],
      },
    ];
  });
};

/** One letter more, less or other, or only another case. */
const isNear = (one: string, other: string): boolean => {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return Math.max(a.length, b.length) - start - end <= 1;
};

const time = ({ lab, timeScale }: Seen): Ranked[] =>
  timeScale >= lab.timeScale
    ? []
    : [
        {
          rank: 80,
          about: 'Time',
          says: `Time runs ${timeScale === 1 ? 'as on AWS' : `${timeScale} times as fast as on AWS`} here; this lab is written for ${lab.timeScale} times as fast, so what it waits for takes ${Math.round((10 * lab.timeScale) / timeScale) / 10} times as long.`,
          tries: [
            {
              say: 'Stop the runtime and start it again; your cluster comes back:',
              command: `npm start -- --time-scale ${lab.timeScale}`,
            },
          ],
        },
      ];
