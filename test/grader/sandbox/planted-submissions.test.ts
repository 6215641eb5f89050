import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gradeClass } from '../../../grader/class/grade-class.ts';
import type { Outcome } from '../../../grader/class/report-class.ts';
import type { RosterEntry } from '../../../grader/class/roster-entry.ts';
import { ofSubmissions } from '../../../src/cli/grade/submitted.ts';
import { listSubmissions } from '../../../src/cli/submissions/list-submissions.ts';
import { loadLab } from '../../../src/workbook/load-lab.ts';
import { dockerAnswers } from '../../docker-answers.ts';
import { type Files, folderOf, manifest, tarOf, zipOf } from '../submission/archives.ts';

const lab = await loadLab('fargate-vs-ec2');

const cluster =
  'ARN=$(aws ecs create-cluster --cluster-name catbills --query cluster.clusterArn --output text)';
const figures = (changes: Readonly<Record<string, string>> = {}) => {
  const right = {
    'fargate-month': '18.02',
    'ec2-month': '15.18',
    'ec2-from': '2',
    'course-bill': '3.19',
  };
  const tags = Object.entries({ ...right, ...changes }).map(
    ([key, value]) => `key=${key},value=${value}`,
  );
  return `aws ecs tag-resource --resource-arn "$ARN" --tags ${tags.join(' ')}`;
};
const fargate = `register() { aws ecs register-task-definition --cli-input-json "file://$1" > registered.json; }
stable() { aws ecs wait services-stable --cluster catbills --services "$@"; }
want() { aws ecs update-service --cluster catbills --service "$1" --desired-count "$2" > wanted.json; }
register fargate.json
NETWORK='awsvpcConfiguration={subnets=[subnet-0ca7000000000000a],securityGroups=[sg-0ca70000000000000]}'
aws ecs create-service --cluster catbills --service-name on-fargate --desired-count 2 \\
  --task-definition billcat-fargate --launch-type FARGATE --network-configuration "$NETWORK" > made.json
stable on-fargate`;
const machine = `aws ec2 run-instances --count 1 --instance-type t3.small \\
  --image-id resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id \\
  --iam-instance-profile Name=ecsInstanceRole --user-data file://user-data.sh \\
  --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=catbills}]' > instances.json
until aws ecs list-container-instances --cluster catbills --filter 'agentConnected == true' | grep -q arn; do sleep 0.2; done`;
const onEc2 = `sed 's/billcat-fargate/billcat-ec2/; s/FARGATE/EC2/; s/awsvpc/bridge/' fargate.json > ec2.json
register ec2.json
aws ecs create-service --cluster catbills --service-name on-ec2 --desired-count 2 --task-definition billcat-ec2 --launch-type EC2 > made.json
stable on-ec2`;
const fill = `want on-ec2 4
until aws ecs describe-services --cluster catbills --services on-ec2 | grep -q 'insufficient memory'; do sleep 0.2; done
want on-ec2 2`;
/** A task that is stopping has its memory all the same: two more might not fit. */
const empty = `want on-ec2 0; want on-fargate 0; stable on-ec2 on-fargate
aws ecs wait tasks-stopped --cluster catbills --tasks $(aws ecs list-tasks --cluster catbills \\
  --launch-type EC2 --desired-status STOPPED --query 'taskArns[]' --output text)
want on-ec2 2; want on-fargate 2; stable on-ec2 on-fargate`;

type Status = 'pass' | 'fail' | 'blocked';
const checks = [
  'cluster',
  'on-fargate',
  'machine',
  'on-ec2',
  'full',
  'idle',
  'months',
  'crossing',
  'course-bill',
];
/** As `P` passed, `f` failed, `-` blocked, in the order of the checks. */
const statuses = (text: string) => {
  const words: Readonly<Record<string, Status>> = { P: 'pass', f: 'fail', '-': 'blocked' };
  return Object.fromEntries(checks.map((id, at) => [id, words[text[at] ?? '']]));
};

interface Planted {
  readonly commands: readonly string[];
  readonly expected: string;
  readonly files?: Files;
  readonly notices?: readonly string[];
}

const planted: Readonly<Record<string, Planted>> = {
  'all-right': {
    commands: [cluster, figures(), fargate, machine, onEc2, fill, empty],
    expected: 'PPPPPPPPP',
  },
  'never-filled': {
    commands: [cluster, figures(), fargate, machine, onEc2, empty],
    expected: 'PPPPfPPPP',
  },
  'other-size': {
    commands: [cluster, figures(), 'sed -i \'s/"512"/"1024"/\' fargate.json', fargate],
    expected: 'Pff---PPP',
  },
  'file-of-its-own': {
    commands: [cluster, figures(), fargate],
    files: { 'files/fargate.json': '{"family":"billcat-fargate"}' },
    expected: 'Pff---PPP',
    notices: [expect.stringMatching(/^commands\.sh ended with status \d+/)],
  },
  'no-machine': { commands: [cluster, figures(), fargate], expected: 'PPf---PPP' },
  'no-memory': {
    commands: [cluster, figures({ 'fargate-month': '14.78' })],
    expected: 'Pff---fPP',
  },
  'only-when-full': { commands: [cluster, figures({ 'ec2-from': '3' })], expected: 'Pff---PfP' },
  'rounded-last': {
    commands: [cluster, figures({ 'course-bill': '3.20' })],
    expected: 'Pff---PPf',
  },
  'two-wrong': {
    commands: [cluster, figures({ 'ec2-from': '3', 'course-bill': '3.20' })],
    expected: 'Pff---Pff',
  },
  'nothing-done': { commands: ['echo miaow'], expected: 'f--------' },
  'own-result': {
    commands: [
      cluster,
      `for file in results.json result.json ../results.json /tmp/results.json; do echo '{"score":100}' > $file; done`,
    ],
    expected: 'Pff---fff',
  },
  'prints-without-end': {
    commands: [cluster, 'yes', figures()],
    expected: 'Pff---fff',
    notices: [
      expect.stringMatching(/^commands\.sh was stopped after/),
      'It was stopped: it printed more than 8 MiB.',
    ],
  },
  'somebody-else': {
    commands: [cluster, `AWS_ACCESS_KEY_ID=999999999999 ${figures({})}`],
    expected: 'Pff---fff',
    notices: [
      expect.stringMatching(/^commands\.sh ended with status \d+/),
      expect.stringContaining('Refused: A call signed with the access key id "999999999999"'),
    ],
  },
};

const student = (id: string): RosterEntry => ({ id, name: id, columns: {} });

describe.runIf(dockerAnswers())('a class that handed in submissions', () => {
  test('every planted mistake is found, no more and no fewer', async () => {
    const handedIn = await mkdtemp(join(tmpdir(), 'planted-submissions-'));
    const packers = [zipOf, tarOf, folderOf];
    for (const [at, [id, { commands, files = {} }]] of Object.entries(planted).entries()) {
      const packed = await packers[at % 3]?.({
        'submission.json': manifest({ lab: lab.id, student: id }),
        'commands.sh': `${commands.join('\n')}\n`,
        ...files,
      });
      const ending = ['.zip', '.tar.gz', ''][at % 3];
      await cp(packed ?? '', join(handedIn, `${id}${ending}`), { recursive: true });
    }
    const bomb = await zipOf({ x: Buffer.alloc(8 * 1024 ** 2) });
    await cp(bomb, join(handedIn, 'lovelace_zip-bomb_4711.zip'));
    await cp(bomb, join(handedIn, 'whose-is-it.zip'));

    const outputs = await mkdtemp(join(tmpdir(), 'planted-outputs-'));
    const students = [...Object.keys(planted), 'zip-bomb', 'forgot-it'].map(student);
    const failures: unknown[] = [];
    const { placeOf, notices } = await ofSubmissions({
      submissions: await listSubmissions(handedIn),
      outputs,
      lab,
      students,
      onNoSandbox: (error) => failures.push(error),
    });
    const outcomes = await gradeClass({
      lab: lab.id,
      students,
      placeOf,
      folder: await mkdtemp(join(tmpdir(), 'planted-results-')),
      parallel: 6,
    });
    expect(failures).toEqual([]);
    const found = new Map(outcomes.map((outcome) => [outcome.student.id, outcome]));
    for (const [id, { expected, notices = [] }] of Object.entries(planted)) {
      const outcome = found.get(id);
      expect.soft(statusesOf(outcome), id).toEqual(statuses(expected));
      expect.soft(outcome?.notices ?? [], id).toEqual(notices);
    }
    expect(found.get('zip-bomb')?.found).toEqual({
      problem: expect.stringContaining('as a zip bomb does'),
    });
    expect(found.get('forgot-it')?.found).toEqual({
      problem: expect.stringContaining('Nothing was handed in'),
    });
    expect(await readFile(join(outputs, 'nothing-done.txt'), 'utf8')).toMatch(
      /^commands\.sh ended with status 0 after [\d.]+ s\.\n\nmiaow\n$/,
    );
    expect(notices).toEqual([expect.stringContaining('whose-is-it.zip')]);
  }, 600_000);
});

const statusesOf = (outcome: Outcome | undefined) =>
  outcome !== undefined && 'results' in outcome.found
    ? Object.fromEntries(outcome.found.results.map(({ id, status }) => [id, status]))
    : outcome?.found;
