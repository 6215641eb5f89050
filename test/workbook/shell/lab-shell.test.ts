import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Lab } from '../../../src/workbook/lab.ts';
import { findProgram } from '../../../src/workbook/shell/find-program.ts';
import { type LabShell, openLabShell } from '../../../src/workbook/shell/lab-shell.ts';
import { makesNothing } from '../makes-nothing.ts';

let folder: string;
const shells: LabShell[] = [];

const lab = (): Lab => ({
  id: 'demo',
  number: 1,
  title: 'Demo',
  summary: 'A demo.',
  minutes: 1,
  timeScale: 1,
  folder: join(folder, 'lab'),
  images: [],
  variant: {},
  makes: makesNothing,
  blocks: [],
});

const open = async (shell?: string, own: Partial<Lab> = {}): Promise<LabShell> => {
  const opened = await openLabShell({
    lab: { ...lab(), ...own },
    account: '123456789012',
    endpoint: 'http://localhost:4566',
    dataDir: join(folder, 'data'),
    aws: 'ours',
    shell,
    grace: 300,
  });
  shells.push(opened);
  return opened;
};

const run = async (shell: LabShell, script: string, timeout = 10_000) => {
  let output = '';
  const { code } = await shell.run({ script }, (text) => (output += text), { timeout });
  return { code, output };
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-shell-'));
});

afterEach(async () => {
  await Promise.all(shells.splice(0).map((shell) => shell.close()));
  await rm(folder, { recursive: true, force: true });
});

describe.each(['bash', 'sh'])('a lab shell of %s', (name) => {
  const program = findProgram(name);

  test.skipIf(program === undefined)(
    'keeps variables and the folder from step to step',
    async () => {
      const shell = await open(program);
      expect(await run(shell, 'CAT=tom; mkdir -p in; cd in')).toEqual({ code: 0, output: '' });
      expect(await run(shell, 'echo "$CAT in $(basename "$PWD")"')).toEqual({
        code: 0,
        output: 'tom in in\n',
      });
    },
  );

  test('answers the exit code of a failing step and goes on', async () => {
    const shell = await open(program);
    expect(await run(shell, 'echo before\n(exit 3)')).toEqual({ code: 3, output: 'before\n' });
    expect(await run(shell, 'echo after')).toEqual({ code: 0, output: 'after\n' });
  });

  test("has the student's own values, but none in place of what it needs itself", async () => {
    const shell = await open(program, {
      student: 'ada',
      variant: {
        appPort: { from: 8001, to: 8999, default: 8080 },
        noProxy: { oneOf: ['a', 'b'], default: 'a' },
      },
    });
    expect((await run(shell, 'echo "$APP_PORT $NO_PROXY"')).output).toMatch(
      /^8\d{3} localhost,127.0.0.1,.localhost\n$/,
    );
  });

  test('stops a step that hangs, and runs the next one in the same shell', async () => {
    const shell = await open(program);
    await run(shell, 'CAT=tom');
    const { code, output } = await run(shell, 'echo waiting; sleep 60; echo never', 300);
    expect(code).toBe(124);
    expect(output).toMatch(/^waiting\n\s*This step was stopped: it was not done after 0.3 s\.\n$/);
    expect((await run(shell, 'echo "$CAT"')).output).toBe('tom\n');
  });

  test('stops by force a step that ignores Ctrl-C', async () => {
    const shell = await open(program);
    const { code } = await run(shell, "sh -c 'trap : INT; while :; do sleep 0.1; done'", 200);
    expect(code).toBe(124);
    expect((await run(shell, 'echo alive')).output).toBe('alive\n');
  });

  test('opens anew after a step that exits', async () => {
    const shell = await open(program);
    expect(await run(shell, 'exit 7')).toEqual({ code: 7, output: '' });
    expect((await run(shell, 'echo alive')).output).toBe('alive\n');
  });

  test('gives steps no standard input to wait for', async () => {
    const shell = await open(program);
    expect(await run(shell, 'cat; echo done')).toEqual({ code: 0, output: 'done\n' });
  });

  test('keeps the order of stdout and stderr', async () => {
    const shell = await open(program);
    const { output } = await run(shell, 'echo 1; echo 2 >&2; echo 3');
    expect(output).toBe('1\n2\n3\n');
  });

  test('passes on output without an end of line, and output that looks like a mark', async () => {
    const shell = await open(program);
    expect((await run(shell, "printf 'half'")).output).toBe('half');
    expect((await run(shell, "printf 'a\\036b\\036c'")).output).toBe('a\u001eb\u001ec');
  });
});

describe('a lab shell of bash', () => {
  test('ends a step at the first command that fails', async () => {
    const shell = await open();
    expect(await run(shell, 'echo one\nfalse\necho two')).toEqual({ code: 1, output: 'one\n' });
  });

  test('goes on where a command may fail', async () => {
    const shell = await open();
    const { code, output } = await run(
      shell,
      'false || echo other\nif false; then :; fi\necho end',
    );
    expect({ code, output }).toEqual({ code: 0, output: 'other\nend\n' });
  });

  test('takes variables and folder up again in a shell opened later', async () => {
    const first = await open();
    await run(first, 'CAT=\'tom & "jerry"\'; export CHEESE=1; mkdir -p in; cd in');
    await first.close();
    const second = await open();
    const { output } = await run(second, 'echo "$CAT"; sh -c \'echo $CHEESE\'; basename "$PWD"');
    expect(output).toBe('tom & "jerry"\n1\nin\n');
  });
});

test('steps talk to the runtime only, whatever the student has configured', async () => {
  process.env.AWS_PROFILE = 'production';
  process.env.AWS_SESSION_TOKEN = 'secret';
  try {
    const shell = await open();
    const { output } = await run(shell, 'env | grep ^AWS_ | sort');
    expect(output).toMatchInlineSnapshot(`
      "AWS_ACCESS_KEY_ID=123456789012
      AWS_CONFIG_FILE=/dev/null
      AWS_DEFAULT_REGION=us-east-1
      AWS_EC2_METADATA_DISABLED=true
      AWS_ENDPOINT_URL=http://localhost:4566
      AWS_PAGER=
      AWS_REGION=us-east-1
      AWS_SECRET_ACCESS_KEY=test
      AWS_SHARED_CREDENTIALS_FILE=/dev/null
      "
    `);
  } finally {
    delete process.env.AWS_PROFILE;
    delete process.env.AWS_SESSION_TOKEN;
  }
});

test('the workbook own aws is on the PATH where it is asked for', async () => {
  const shell = await open();
  expect((await run(shell, 'command -v aws')).output).toBe(`${join(folder, 'data/bin/aws')}\n`);
});

test('what only the workbook does is a program on the PATH', async () => {
  const shell = await open();
  expect((await run(shell, 'workbook cost --help | head -n 1')).output).toMatch(/npm run cost/);
});

test('a student who edited a file of the lab keeps the edit', async () => {
  await mkdir(join(folder, 'lab/files'), { recursive: true });
  await writeFile(join(folder, 'lab/files/task.json'), 'original');
  const first = await open();
  expect((await run(first, 'cat task.json; echo edited > task.json')).output).toBe('original');
  await first.close();
  const second = await open();
  expect((await run(second, 'cat task.json')).output).toBe('edited\n');
  expect(await readFile(join(folder, 'lab/files/task.json'), 'utf8')).toBe('original');
});

test('closing ends what a step left running', async () => {
  const shell = await open();
  const { output } = await run(shell, 'sleep 1000 & echo $!');
  const pid = Number(output);
  expect(isGone(pid)).toBe(false);
  await shell.close();
  await expect.poll(() => isGone(pid)).toBe(true);
});

/** Gone, or dead and only waiting to be buried by its parent. */
const isGone = (pid: number): boolean => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() === '' || stdout.startsWith('Z');
};
