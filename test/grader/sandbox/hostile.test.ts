import { CreateClusterCommand, ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import type Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  PROCESS,
  startContainer,
  sweepContainers,
  UNTIL,
} from '../../../grader/sandbox/container.ts';
import { SANDBOX_IMAGE } from '../../../grader/sandbox/image.ts';
import { SANDBOX_LIMITS, type SandboxLimits } from '../../../grader/sandbox/limits.ts';
import { runInSandbox, type SandboxOptions } from '../../../grader/sandbox/run-in-sandbox.ts';
import {
  openSubmissionRuntime,
  type SubmissionRuntime,
} from '../../../src/cli/submissions/open-runtime.ts';
import { openSandbox } from '../../../src/cli/submissions/replay-submission.ts';
import { dockerAnswers } from '../../docker-answers.ts';

const account = '111111111111';
const other = '222222222222';

describe.runIf(dockerAnswers())('a hostile submission', () => {
  let docker: Docker;
  let runtime: SubmissionRuntime;

  beforeAll(async () => {
    [{ docker }, runtime] = await Promise.all([openSandbox(), openSubmissionRuntime(20)]);
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const run = (
    commands: string,
    limits: Partial<SandboxLimits> = {},
    more: Partial<SandboxOptions> = {},
  ) =>
    runInSandbox({
      docker,
      commands,
      folders: [],
      endpoint: runtime.endpoint,
      account,
      region: 'us-east-1',
      limits: { ...SANDBOX_LIMITS, seconds: 30, memoryMiB: 160, diskMiB: 16, ...limits },
      ...more,
    });
  const ecs = (id: string) =>
    new ECSClient({
      endpoint: runtime.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: id, secretAccessKey: 'test' },
    });
  const metBy = ({ limits }: Awaited<ReturnType<typeof run>>) => limits.map(({ limit }) => limit);

  test('an honest one works, as a user of its own in a folder of its own', async () => {
    const outcome = await run(
      'aws ecs create-cluster --cluster-name honest --query cluster.status\nid -u; pwd; exit 7',
    );
    expect(outcome.output).toBe('"ACTIVE"\n10001\n/work/files\n');
    expect(outcome).toMatchObject({ exitStatus: 7, limits: [], refused: [] });
    const { clusterArns } = await ecs(account).send(new ListClustersCommand({}));
    expect(clusterArns).toEqual([expect.stringContaining('honest')]);
  });

  test('prints a gigabyte: stopped, and what is kept is short', async () => {
    const outcome = await run('echo first; yes | head -c 1000000000', { outputMiB: 2 });
    expect(outcome.exitStatus).toBeUndefined();
    expect(outcome.limits).toEqual([
      { limit: 'output', message: 'It was stopped: it printed more than 2 MiB.' },
    ]);
    expect(outcome.output).toMatch(/^first\ny\n/);
    expect(outcome.output.length).toBeLessThan(40_000);
    expect(outcome.outputBytes).toBeLessThan(8 * 1024 ** 2);
  });

  test('loops without end: stopped in time', async () => {
    const outcome = await run('trap "" TERM INT; while :; do :; done', { seconds: 1 });
    expect(outcome.exitStatus).toBeUndefined();
    expect(outcome.limits[0]?.message).toContain('not done after 1 s');
    expect(metBy(outcome)).toEqual(['time']);
  });

  test('forks without end: no more are started than may be', async () => {
    const outcome = await run('f() { f | f & }; f; sleep 1; echo alive', {
      processes: 48,
      seconds: 4,
    });
    expect(metBy(outcome)).toContain('processes');
  });

  test('fills the memory: that process ends, and the commands go on', async () => {
    const outcome = await run(
      `node -e 'for (const all = [];;) all.push(Buffer.alloc(2 ** 20, 1))'; echo "then $?"`,
    );
    expect(metBy(outcome)).toEqual(['memory']);
    expect(outcome.output).toContain('then 137');
    expect(outcome.exitStatus).toBe(0);
  });

  test('fills the disk: what is written ends there, and nothing else can be written to', async () => {
    const outcome = await run(
      `head -c 100000000 /dev/zero > big; head -c 100000000 /dev/zero > /tmp/big
du -m /work /tmp | tail -n 2
for place in / /opt/ecs-workbook /etc /var/tmp /dev /proc /sys /dev/shm /run /home/node; do
  : 2> /dev/null > $place/x && echo "wrote to $place"
done 2> /dev/null
aws ecs list-clusters --query 'length(clusterArns)'`,
    );
    expect(metBy(outcome)).toEqual(['disk']);
    expect(outcome.output).toContain('No space left on device');
    expect(outcome.output).not.toContain('wrote to');
    expect(outcome.output).toMatch(/^\d+\n$/m);
  });

  test('tries the network: there is none but the endpoint, and of that the AWS API alone', async () => {
    const { hostname } = new URL(runtime.endpoint);
    const { port } = new URL(runtime.endpoint);
    const outcome = await run(
      `get() { curl -sS -m 5 "$@" 2>&1 | head -c 300; echo; }
ls /sys/class/net
get http://example.com/
get http://93.184.216.34/
get http://172.17.0.1:${port}/
get http://169.254.169.254/latest/meta-data/
get http://${hostname}:${port}/_workbook/status
get http://localhost:4566/
get -H 'Host: example.com' http://localhost:4566/
get -X POST http://localhost:4566/_workbook/labs/cats/run
get http://localhost:4566/v2/_catalog
get http://nobody.elb.localhost:4566/`,
    );
    const [interfaces, ...answers] = outcome.output.split('\n').filter((line) => line !== '');
    expect(interfaces).toBe('lo');
    expect(answers[0]).toBe('curl: (6) Could not resolve host: example.com');
    for (const answer of answers.slice(1, 4)) expect(answer).toMatch(/^curl: \((?:7|28)\)/);
    expect(answers.filter((line) => line.startsWith('Refused by the sandbox.'))).toHaveLength(5);
    expect(outcome.output).toContain('No such load balancer');
    expect(outcome.refused).toHaveLength(5);
  });

  test('uses the account of another student: refused, whichever way it is asked', async () => {
    await ecs(other).send(new CreateClusterCommand({ clusterName: 'secret' }));
    const outcome = await run(
      `export AWS_ACCESS_KEY_ID=${other}
aws ecs list-clusters
aws ecs delete-cluster --cluster secret
aws ec2 describe-instances
export AWS_ACCESS_KEY_ID=${account}
aws ecs describe-clusters --clusters arn:aws:ecs:us-east-1:${other}:cluster/secret
aws sts get-caller-identity --query Account`,
    );
    expect(outcome.output).not.toContain('ACTIVE');
    expect(outcome.output).toContain(`in a sandbox it is ${account}, the student's own account`);
    expect(outcome.output).toContain(`"${account}"`);
    expect(outcome.refused).toEqual([expect.stringContaining(`"${other}"`)]);
    const { clusterArns } = await ecs(other).send(new ListClustersCommand({}));
    expect(clusterArns).toHaveLength(1);
  });

  test('looks for the checks, the work of others and our secrets: there is nothing', async () => {
    const outcome = await run(
      `find / -xdev \\( -name '*check*' -o -name '*roster*' -o -name 'lab.md' -o -name '*.sock' \\) 2> /dev/null | grep -v -E '^/(usr|proc|sys)/'
grep -l -r -E 'defineChecks|clusterCheck' /opt /tmp /home 2> /dev/null
cat /proc/1/environ /proc/1/maps 2>&1 | head -c 200
ls /proc/1/fd /proc/1/root 2>&1 | head -c 200
echo; env | cut -d= -f1 | sort | tr '\\n' ' '; echo
cut -d' ' -f5 /proc/self/mountinfo | grep -v -E '^/(proc|sys|dev|etc)' | sort | tr '\\n' ' '`,
    );
    const [first, ...rest] = outcome.output.trim().split('\n');
    expect(first).toContain('Permission denied');
    expect(rest.filter((line) => line.startsWith('/') && !line.startsWith('/ '))).toEqual([]);
    expect(rest.at(-2)).toMatch(/^(?:AWS_\w+ )+HOME HOSTNAME LANG (?:OLDPWD )?PATH PWD SHLVL _ $/);
    expect(rest.at(-1)?.trim()).toBe('/ /tmp /work');
  });

  test('becomes nobody else: no root, no capabilities, no new ones', async () => {
    const outcome = await run(
      `grep -E '^(CapPrm|CapEff|CapBnd|NoNewPrivs)' /proc/self/status | tr -s '\\t' ' '
chroot / id; mknod disk b 8 0; mount -t tmpfs x /tmp; unshare -r id; echo -1000 > /proc/self/oom_score_adj`,
    );
    expect(outcome.output).toMatch(/^CapPrm: 0+\nCapEff: 0+\nCapBnd: 0+\nNoNewPrivs: 1\n/);
    expect(outcome.output).not.toContain('uid=0');
  });

  test('kills the relay and all else that it can: only itself', async () => {
    const outcome = await run(
      `kill -9 1; kill -STOP 1; kill -TERM 1
aws sts get-caller-identity --query Account
kill -9 -1; kill -9 $$; echo unreachable`,
    );
    expect(outcome.output).toContain(`"${account}"`);
    expect(outcome.output).not.toContain('unreachable');
    expect(outcome.exitStatus).toBe(137);
  });

  test('leaves processes in the background: they end with it', async () => {
    const before = await clusters();
    const outcome = await run(
      `( trap '' HUP TERM INT; sleep 20; while :; do aws ecs create-cluster --cluster-name late; done ) &
disown -a; echo done`,
    );
    expect(outcome).toMatchObject({ exitStatus: 0, output: 'done\n' });
    expect(outcome.seconds).toBeLessThan(20);
    expect(await sandboxes()).toBe(0);
    expect(await clusters()).toBe(before);
  });

  test('asks without end: stopped', async () => {
    const outcome = await run(
      `node -e 'for (let at = 0; at < 500; at++) fetch("http://localhost:4566/").catch(() => 0)'; sleep 20`,
      { requests: 100 },
    );
    expect(metBy(outcome)).toEqual(['requests']);
    expect(outcome.seconds).toBeLessThan(20);
  });

  test('sends without end: stopped', async () => {
    const outcome = await run(
      `cat > send.mjs <<'END'
const authorization = 'AWS4-HMAC-SHA256 Credential=${account}/20260301/us-east-1/ecs/aws4_request';
const headers = { authorization, 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters' };
for (;;) await fetch('http://localhost:4566/', { method: 'POST', headers, body: ' '.repeat(900_000) });
END
node send.mjs; sleep 20`,
      { requestMiB: 2 },
    );
    expect(metBy(outcome)).toEqual(['requests']);
  });

  test('Ctrl-C ends it, and leaves nothing', async () => {
    const abort = new AbortController();
    const running = run('echo started; sleep 25', {}, { signal: abort.signal });
    await expect.poll(sandboxes).toBe(1);
    abort.abort(new Error('Interrupted.'));
    await expect(running).rejects.toThrow('Interrupted.');
    expect(await sandboxes()).toBe(0);
  });

  test('our own crash ends it: the container goes when nobody holds its tunnel', async () => {
    const container = await startContainer(docker, SANDBOX_LIMITS, 5000);
    await container.run({ command: ['sleep', '1000'] });
    expect(await sandboxes()).toBe(1);
    container.toRelay.end();
    await expect.poll(sandboxes).toBe(0);
  });

  test('one that was never started is swept away, one whose time is not over is not', async () => {
    const left = (until: number) =>
      docker.createContainer({
        Image: SANDBOX_IMAGE,
        Labels: { [UNTIL]: String(until) },
      });
    const [old, fresh] = await Promise.all([left(1), left(Date.now() / 1000 + 60)]);
    await sweepContainers(docker);
    await expect(old.inspect()).rejects.toThrow('no such container');
    await fresh.inspect();
    await fresh.remove();
  });

  const sandboxes = async () =>
    (await docker.listContainers({ filters: { label: [`${PROCESS}=${process.pid}`] } })).length;
  const clusters = async () =>
    (await ecs(account).send(new ListClustersCommand({}))).clusterArns?.length;
});
