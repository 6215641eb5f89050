import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './ask.ts';
import { eventually } from './eventually.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';
import { openTerminal } from './terminal-client.ts';

const LAB = 'container-of-cats';

describe('a terminal of the runtime', () => {
  let runtime: TestRuntime;
  beforeAll(async () => {
    runtime = await openRuntime();
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const open = (lab: string | null = LAB, more = {}) =>
    openTerminal(runtime.port, { token: runtime.token, lab, ...more });
  const runStep = async (step: string) => {
    const { body } = await ask(runtime.port, {
      method: 'POST',
      path: `/_workbook/labs/${LAB}/steps/${step}/run`,
      headers: { authorization: `Bearer ${runtime.token}` },
    });
    return body;
  };

  it('has the folder, the environment and the aws of the steps', async () => {
    using page = open();
    await page.shows(`${LAB} $`);
    page.type('echo "$AWS_ENDPOINT_URL $AWS_REGION $AWS_ACCESS_KEY_ID"; pwd; ls -d cats; tty\r');
    await page.shows(`http://127.0.0.1:${runtime.port} us-east-1 000000000000`);
    await page.shows(`/labs/${LAB}/000000000000/work`);
    await page.shows(/\n\/dev\//);
    page.type('aws ecs create-cluster --cluster-name typed --query cluster.status\r');
    await page.shows('"ACTIVE"');
    expect([...runtime.controlPlane.state.clusters.keys()].join()).toContain('typed');
  });

  it('has the variables of the steps, and the steps have its', async () => {
    using page = open();
    await page.shows('$');
    page.type('MINE="from the terminal"\r');
    page.type('echo set $?\r');
    await page.shows('set 0');
    expect(await runStep('cluster')).toContain('"exit"');
    page.type('cat ../shell/state.sh\r');
    await page.shows('declare -- MINE="from the terminal"');
  });

  it('keeps its screen for a page that comes back, and shows two pages the same', async () => {
    {
      using page = open();
      await page.shows('$');
      page.type('printf "\\e[31m%s\\n" kept; seq 100 200\r');
      await page.shows('200');
    }
    using back = open();
    await back.shows(/kept\n100\n101\n/);
    expect(back.messages[0]).toMatchObject({ type: 'screen', fresh: false });
    using other = open();
    await other.shows('kept');
    other.type('echo hello from $((40 + 2))\r');
    await back.shows('hello from 42');
    await eventually(() => other.text() === back.text());
    back.send({ type: 'size', columns: 101, rows: 31 });
    await eventually(() =>
      other.messages.some((each) => each.type === 'size' && each.columns === 101),
    );
    back.type('stty size\r');
    await other.shows('31 101');
  });

  it('types commands of several lines at the prompt as they are, and not into a program', async () => {
    using page = open();
    page.send({
      type: 'run',
      script:
        'for word in one two; do\n  echo "<$word>!"\ndone # done\n\u001b[201~cat <<END\nfar\nEND\n',
    });
    await page.shows(/<one>!\n<two>!/);
    await page.shows(/\nfar\n/);
    // A step's end is that of all its commands, and kept like that of one that was run by its button.
    const run = async (step: string, script: string) => {
      for (;;) {
        const before = page.messages.length;
        page.send({ type: 'run', script, step });
        const answer = await eventually(() =>
          page.messages
            .slice(before)
            .find(
              (each) => each.type === 'busy' || (each.type === 'stepEnded' && each.step === step),
            ),
        );
        // A program that has printed all may still be there.
        if (answer.type === 'stepEnded') return answer;
      }
    };
    expect(await run('good', 'sleep 0.1\ntrue\n')).toMatchObject({ code: 0 });
    expect(await run('bad', '(exit 3)\ntrue\n')).toMatchObject({ code: 3 });
    expect(await run('good-again', 'true')).toMatchObject({ code: 0 });
    page.type('sleep 600\r');
    await page.shows('sleep 600');
    await eventually(() => {
      page.send({ type: 'run', script: 'echo never' });
      return page.messages.some((each) => each.type === 'busy' && each.program === 'sleep');
    });
    page.type('\u0003');
    page.type('echo over\r');
    await page.shows(/\nover/);
    expect(page.text()).not.toMatch(/\nnever/);
  });

  it('neither grows nor stands still under a flood, nor waits for a page that lags', async () => {
    using page = open();
    using lagging = open();
    await lagging.shows('$');
    lagging.stall();
    page.type('yes "$(printf "%0999d" 7)"\r');
    const received = () =>
      lagging.messages.reduce(
        (sum, each) => sum + (each.type === 'output' ? each.data.length : 0),
        0,
      );
    await eventually(() => received() > 500_000, 20_000);
    const before = process.memoryUsage().rss;
    const had = page.messages.length;
    // Meanwhile the runtime answers as ever.
    for (let n = 0; n < 20; n++) {
      const started = performance.now();
      expect((await ask(runtime.port, { path: '/_workbook/faults' })).status).toBe(200);
      expect(performance.now() - started).toBeLessThan(1_000);
    }
    await eventually(() => page.messages.length > had + 1_000, 20_000);
    expect(received()).toBeLessThan(700_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    page.type('\u0003');
    page.type('clear; echo calm again\r');
    await page.shows(/\ncalm again|^calm again/);
    // As soon as it draws, it sees what the others see.
    lagging.send({ type: 'drawn', characters: received() });
    await eventually(() => lagging.text() === page.text());
  });

  it('shows a megabyte in a line and turns nothing around', async () => {
    using page = open();
    page.type('clear; head -c 1000000 /dev/zero | tr "\\0" x; printf "\\nabc\\u202edef\\n"\r');
    await page.shows('\nabcdef');
  });

  it('ends with its shell, and a new one can be had', async () => {
    using page = open(null);
    await page.shows('workbook $');
    page.type('sleep 601 & echo "job $!"; exit 3\r');
    await eventually(() => page.closed);
    expect(page.messages.at(-1)).toEqual({
      type: 'ended',
      message: 'The shell ended (exit status 3).',
    });
    const [, job = ''] = /job (\d+)/.exec(page.text()) ?? [];
    await eventually(() => !isAlive(Number(job)));
    using again = open(null);
    await again.shows('workbook $');
    expect(again.messages[0]).toMatchObject({ fresh: true });
  });

  it('starts over with its lab', async () => {
    using page = open();
    await page.shows('$');
    await ask(runtime.port, {
      method: 'POST',
      path: `/_workbook/labs/${LAB}/reset`,
      headers: { authorization: `Bearer ${runtime.token}` },
    });
    await eventually(() => page.closed);
    expect(page.messages.at(-1)).toMatchObject({ type: 'ended' });
    using again = open();
    await again.shows('$');
    again.type('echo "mine: $MINE."\r');
    await again.shows('mine: .');
  });
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('ends with the runtime, with all that was started in it, whatever that ignores', async () => {
  let pids: number[];
  {
    await using runtime = await openRuntime();
    using page = openTerminal(runtime.port, { token: runtime.token });
    await page.shows('$');
    page.type(
      `nohup sleep 602 & (trap "" HUP TERM INT; sleep 603) & echo "pids $$ $(jobs -p | xargs)."\r`,
    );
    await page.shows(/pids \d+ \d+ \d+\./);
    pids = (/pids ([\d ]+)\./.exec(page.text())?.[1] ?? '').split(' ').map(Number);
    expect(pids.filter(isAlive)).toHaveLength(3);
    await runtime.close({ keep: false });
    await eventually(() => page.closed !== undefined);
    // Going away: a page tries again.
    expect(page.closed).toBe(1001);
    expect(page.messages.map(({ type }) => type)).not.toContain('ended');
  }
  await eventually(() => !pids.some(isAlive));
});
