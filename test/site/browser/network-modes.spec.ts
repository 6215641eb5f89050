import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { buildSite } from '../../../site/build.ts';
import { hashOf } from '../../../site/simulators/network-modes/address.ts';
import { type Explored, explore } from '../../../site/simulators/network-modes/explore.ts';
import type { Settings } from '../../../site/simulators/network-modes/settings.ts';
import { addressLines, verdictOf } from '../../../site/simulators/network-modes/words.ts';
import { fixtureLab } from '../fixture-lab.ts';
import { instance, picture, service, task } from '../pictures.ts';
import { expectNoSidewaysScroll, expectNoViolations } from './axe.ts';
import { expect, LAB, test } from './workbook.ts';

const EXPLORER = 'simulators/network-modes/index.html';

const verdict = (page: Page) => page.locator('.sim-outcome');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const tasks = (page: Page) => page.locator('.net-part').first().locator('.net-host .net-task');

const open = async (page: Page, address: string) => {
  await page.goto(address);
  await expect(verdict(page)).toContainText(/run/);
};

const one: Settings = {
  mode: 'awsvpc',
  launchType: 'EC2',
  instanceType: 'c5.large',
  instances: 1,
  copies: 3,
  memoryMiB: 256,
  trunking: false,
};

/** What the picture shows: the lines of each task, by host. */
const shown = (page: Page): Promise<string[][][]> =>
  page
    .locator('.net-part')
    .first()
    .locator('.net-host')
    .evaluateAll((hosts) =>
      hosts.map((host) =>
        [...host.querySelectorAll('.net-lines')].map((lines) =>
          [...lines.children].map(({ textContent }) => textContent),
        ),
      ),
    );

const explored = async (settings: Settings): Promise<Explored> => {
  const exploration = await explore(settings);
  if (exploration.type === 'refused') throw new Error(exploration.message);
  return exploration;
};

const cases: Readonly<
  Record<string, { choice: Partial<Settings>; run: number; wait: number; says: string }>
> = {
  'c5.large: three interfaces, two tasks': {
    choice: {},
    run: 2,
    wait: 1,
    says: 'Full: RESOURCE:ENI, 2 of 2 interfaces for tasks are taken',
  },
  'c5.large, trunked: ten': {
    choice: { trunking: true, copies: 12 },
    run: 10,
    wait: 2,
    says: 'Full: RESOURCE:ENI, 10 of 10 interfaces for tasks are taken',
  },
  't3.small: two, and trunking changes nothing': {
    choice: { instanceType: 't3.small', trunking: true },
    run: 2,
    wait: 1,
    says: 'Full: RESOURCE:ENI, 2 of 2 interfaces for tasks are taken',
  },
  'm5.xlarge, trunked: twenty': {
    choice: { instanceType: 'm5.xlarge', trunking: true, copies: 22 },
    run: 20,
    wait: 2,
    says: 'Full: RESOURCE:ENI, 20 of 20 interfaces for tasks are taken',
  },
  'host: one an instance': {
    choice: { mode: 'host', instances: 2 },
    run: 2,
    wait: 1,
    says: 'Full: RESOURCE:PORTS, port 8080 is taken',
  },
  'a static port: one an instance': {
    choice: { mode: 'bridge-static' },
    run: 1,
    wait: 2,
    says: 'Full: RESOURCE:PORTS, port 80 is taken',
  },
  'dynamic ports: until memory runs out': {
    choice: { mode: 'bridge-dynamic', copies: 6 },
    run: 6,
    wait: 0,
    says: 'Room for 9 more, then RESOURCE:MEMORY',
  },
  'Fargate: all of them': {
    choice: { launchType: 'FARGATE', copies: 4 },
    run: 4,
    wait: 0,
    says: '',
  },
};

for (const [what, { choice, run, wait, says }] of Object.entries(cases)) {
  test(what, async ({ page, host }) => {
    const settings = { ...one, ...choice };
    const expected = await explored(settings);
    await open(page, `${host.url}${EXPLORER}${hashOf('network-modes', settings)}`);
    await expect(verdict(page)).toHaveText(verdictOf(expected));
    await expect(tasks(page)).toHaveCount(run);
    await expect(page.locator('.net-task[data-waiting]')).toHaveCount(wait);
    expect(await shown(page)).toEqual(
      expected.hosts.map(({ tasks }) => tasks.map((one) => addressLines(one))),
    );
    if (says === '') await expect(page.locator('.net-room:visible')).toHaveCount(0);
    else await expect(page.locator('.net-room').first()).toHaveText(says);
  });
}

test('the examples say what to look for, and ECS says why not', async ({ page, host }) => {
  await open(page, host.url + EXPLORER);
  await expect(button(page, 'host')).toHaveAttribute('aria-pressed', 'true');
  await button(page, 'awsvpc').click();
  await expect(button(page, 'host')).toHaveAttribute('aria-pressed', 'false');
  await expect(page.locator('.sim-story').first()).toContainText('A c5.large has three interfaces');
  await expect(page.locator('.net-events li').first()).toHaveText(
    /^\(service cats\) was unable to place a task because no container instance met all of its requirements\. The closest matching \(container-instance [0-9a-f]{8}…\) encountered error "RESOURCE:ENI"\.$/,
  );
  await expect(page.getByRole('list', { name: 'Drawbacks' })).toContainText('few interfaces');
  await button(page, 'bridge, dynamic port').click();
  await expect(page.getByRole('list', { name: 'Drawbacks' })).toContainText('Firewall rules');
});

test('what ECS refuses altogether is said in its words', async ({ page, host }) => {
  await open(page, host.url + EXPLORER);
  await button(page, 'Fargate').click();
  await expect(verdict(page)).toHaveText(/^All 6 copies run\./);
  for (const name of ['Instance type', 'Instances', 'ENI trunking (awsvpcTrunking)']) {
    await expect(page.getByLabel(name, { exact: true })).toBeDisabled();
  }
  await page.getByLabel('bridge, static port').check();
  await expect(verdict(page)).toHaveText(
    "Nothing runs: RegisterTaskDefinition is refused. ClientException: Fargate only supports network mode 'awsvpc'; found 'bridge'.",
  );
  await expect(tasks(page)).toHaveCount(0);
  await page.getByLabel('Launch type').selectOption('EC2');
  await expect(verdict(page)).toHaveText(/^2 of 6 copies run/);
});

test('everything is chosen by the keyboard, and the focus stays', async ({ page, host }) => {
  await open(page, host.url + EXPLORER);
  const mode = page.getByLabel('host', { exact: true });
  await mode.focus();
  for (const next of ['bridge, static port', 'bridge, dynamic port', 'awsvpc']) {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByLabel(next, { exact: true })).toBeChecked();
    await expect(page.getByLabel(next, { exact: true })).toBeFocused();
  }
  await expect(verdict(page)).toHaveText(/^All 3 copies run\. 2 c5\.large can take 4/);
  await page.getByLabel('Copies').focus();
  await page.keyboard.press('End');
  await expect(page.getByLabel('Copies')).toHaveAttribute('aria-valuetext', '64 tasks');
  await expect(verdict(page)).toHaveText(/^4 of 64 copies run; 60 have no place\./);
  await page.getByLabel('ENI trunking').focus();
  await page.keyboard.press('Space');
  await expect(verdict(page)).toHaveText(/^20 of 64 copies run/);
  await page.getByLabel('Instances', { exact: true }).focus();
  await page.keyboard.press('Home');
  await expect(verdict(page)).toHaveText(/^10 of 64 copies run/);
  await page.getByLabel('Instance type').focus();
  await page.keyboard.type('m5.x');
  await expect(verdict(page)).toHaveText(/^20 of 64 copies run.* 1 m5\.xlarge/);
  await expect(page.getByLabel('Instance type')).toBeFocused();
});

test('a link reopens the same choice', async ({ page, host, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, host.url + EXPLORER);
  await button(page, 'bridge, dynamic port').click();
  await page.getByLabel('Memory of a task').selectOption('512 MiB');
  await page.getByLabel('Instance type').selectOption({ value: 't3.medium' });
  await expect(verdict(page)).toHaveText(/2 t3\.medium can take 14/);
  const [there, said] = [await shown(page), await verdict(page).innerText()];
  await button(page, 'Copy link').click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link, 'the address of the page itself').toBe(page.url());

  const other = await context.newPage();
  await other.goto(link);
  await expect(verdict(other)).toHaveText(said);
  await expect.poll(() => shown(other)).toEqual(there);
  await expect(other.getByLabel('Instance type')).toHaveValue('t3.medium');
  await other.close();
});

test('the picture can be read as tables', async ({ page, host }) => {
  await open(page, `${host.url + EXPLORER}#simulator=network-modes&preset=bridge-static`);
  await page.locator('summary', { hasText: 'The simulated tasks' }).click();
  const rows = page.getByRole('table', { name: 'The simulated tasks' }).locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(
    /RUNNING.*us-east-1a.*bridge.*172\.31\.0\.4.*80\/tcp.*8080\/tcp/,
  );
  await page.locator('summary', { hasText: 'The simulated instances' }).click();
  const instances = page.getByRole('table', { name: 'The simulated instances' });
  await expect(instances.locator('tbody tr').first()).toContainText(
    /c5\.large.*0 of 2 interfaces for tasks taken.*1920.*3635.*Full: RESOURCE:PORTS, port 80 is taken/,
  );
  await expect(page.getByRole('img', { name: /^Simulated: 2 cats in boxes/ })).toHaveAttribute(
    'aria-label',
    'Simulated: 2 cats in boxes on 2 instances, 1 without a place. Addresses and ports stand in a table below.',
  );
});

test('it works from a folder, asks no other host, and the runtime once', async ({
  page,
  host,
  site,
}) => {
  const elsewhere: string[] = [];
  const folder = pathToFileURL(site).href;
  page.on('request', (request) => {
    const url = request.url();
    if (![new URL(host.url).origin, folder, 'data:'].some((ours) => url.startsWith(ours))) {
      elsewhere.push(url);
    }
  });
  for (const address of [host.url, `${folder}/`]) {
    await open(page, address + EXPLORER);
    await button(page, 'awsvpc, trunking').click();
    await expect(tasks(page)).toHaveCount(10);
    await expect(page.getByText('the same picture of your own cluster appears here')).toBeVisible();
    await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'none');
  }
  expect(elsewhere).toEqual([]);
  expect(host.requests.filter((path) => path.startsWith('/_workbook/'))).toHaveLength(1);
});

test('the index and the head of each page lead to it', async ({ page, host }) => {
  await page.goto(host.url);
  await page.getByRole('link', { name: 'Network modes' }).click();
  await expect(page).toHaveURL(host.url + EXPLORER);
  await page.goto(host.url + LAB);
  await page.getByRole('link', { name: 'Simulators' }).click();
  await page.getByRole('link', { name: 'Network modes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Network modes');
});

/** A cluster with a task of each kind, one that waits and one that could not start. */
const ownPicture = () =>
  picture(
    [
      task(1, {
        network: {
          networkMode: 'bridge',
          containerInstance: 'one',
          privateIpv4Address: '172.31.0.4',
          ports: [{ containerName: 'web', containerPort: 8080, hostPort: 80, protocol: 'tcp' }],
        },
      }),
      task(2, {
        network: {
          networkMode: 'awsvpc',
          containerInstance: 'one',
          networkInterface: { networkInterfaceId: 'eni-0123456789abcdef0', subnetId: 'subnet-a' },
          privateIpv4Address: '172.31.0.9',
          ports: [{ containerName: 'web', containerPort: 53, hostPort: 53, protocol: 'udp' }],
        },
      }),
      task(3, {
        availabilityZone: 'us-east-1b',
        lastStatus: 'PROVISIONING',
        network: {
          networkMode: 'awsvpc',
          networkInterface: { networkInterfaceId: 'eni-11111111111111111', subnetId: 'subnet-b' },
          ports: [],
        },
      }),
      task(4, {
        lastStatus: 'STOPPED',
        stoppedReason: 'Task failed to start <img src=x onerror="globalThis.harmed = true">',
        containers: [],
      }),
    ],
    [
      service({
        desiredCount: 4,
        events: [{ at: 1, message: '(service cats) was unable to place a task because …' }],
      }),
    ],
    'allthecats',
    [instance('one'), instance('two', { availabilityZone: 'us-east-1c' })],
  );

test.describe('beside it the student’s own cluster', () => {
  const own = (page: Page) => page.locator('.net-own');

  test('each task with its address and ports, and what is in the way', async ({
    page,
    runtime,
  }) => {
    runtime.show(picture([]));
    await open(page, `${runtime.url}/${EXPLORER}`);
    await expect(own(page)).toContainText('cluster allthecats');
    await expect(own(page)).toContainText('No instances and no tasks.');
    runtime.show(ownPicture());
    await expect(own(page).locator('.net-host')).toHaveCount(3);
    await expect(own(page).locator('.net-lines')).toHaveText([
      '172.31.0.4:80 → 8080',
      'eni-01234567…172.31.0.9:53 udp',
      'eni-11111111…no address yet',
    ]);
    await expect(own(page).locator('[data-waiting]')).toHaveCount(2);
    await expect(own(page).locator('.net-said li')).toHaveText([
      '(service cats) was unable to place a task because …',
      /^task 00000004… stopped: Task failed to start <img/,
    ]);
    expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
    await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'up');

    await runtime.stop();
    await expect(own(page)).toContainText('The runtime is away; this is how it was last.');
    await expect(own(page).locator('.net-host')).toHaveCount(3);
    await runtime.start();
    await expect(own(page)).toHaveAttribute('data-runtime', 'up');
    await expect(own(page)).not.toContainText('The runtime is away');
  });

  test('side by side where there is room', async ({ page, runtime }) => {
    await page.setViewportSize({ width: 1920, height: 1000 });
    runtime.show(ownPicture());
    await open(page, `${runtime.url}/${EXPLORER}`);
    await expect(own(page).locator('.net-host')).toHaveCount(3);
    const [simulated, real] = await Promise.all([
      page.locator('.net-part').first().boundingBox(),
      own(page).boundingBox(),
    ]);
    expect(real?.y).toBe(simulated?.y);
    expect(real?.x).toBeGreaterThan((simulated?.x ?? 0) + (simulated?.width ?? 0));
  });
});

test.describe('for those who asked for less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('nothing moves by itself', async ({ page, host }) => {
    await open(page, host.url + EXPLORER);
    await button(page, 'awsvpc, trunking').click();
    await expect(tasks(page)).toHaveCount(10);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  // 640 is what 1280 leaves at a zoom of 200 %.
  for (const width of [1280, 640, 360]) {
    test.describe(`${colorScheme} at ${width} px`, () => {
      test.use({
        colorScheme,
        viewport: { width, height: 800 },
        contextOptions: { reducedMotion: 'reduce' },
      });

      test('the explorer has no axe violation and no sideways scroll', async ({
        page,
        runtime,
      }) => {
        runtime.show(ownPicture());
        const query = 'mode=awsvpc&instances=6&copies=64&trunking=on';
        await open(page, `${runtime.url}/${EXPLORER}#simulator=network-modes&${query}`);
        await expect(tasks(page)).toHaveCount(60);
        await expect(page.locator('.net-own .net-host')).toHaveCount(3);
        const closed = page.locator('details:not([open]):not([data-more]) > summary');
        while ((await closed.count()) > 0) await closed.first().click();
        await expectNoViolations(page);
        await expectNoSidewaysScroll(page);
      });
    });
  }
}

test.describe('in a lab', () => {
  const withExplorer = test.extend<object, { readonly site: string }>({
    site: [
      async ({ browserName: _ }, use) => {
        const outDir = await mkdtemp(join(tmpdir(), 'workbook-explorer-'));
        const { lab, checks } = fixtureLab();
        const places = [
          { id: 'try-it', name: 'network-modes', preset: 'awsvpc', line: 98 },
          { id: 'deployment', name: 'rolling-deployment', preset: 'example-2', line: 99 },
        ] as const;
        const blocks = [
          ...lab.blocks,
          ...places.map((place) => ({ type: 'simulator', ...place }) as const),
        ];
        await buildSite({ outDir, labs: [{ lab: { ...lab, blocks }, checks }], base: '/course/' });
        await use(outDir);
        await rm(outDir, { recursive: true });
      },
      { scope: 'worker' },
    ],
  });

  withExplorer('its script is fetched when it comes into view', async ({ page, host }) => {
    const fetched = () => host.requests.filter((path) => path.endsWith('network-modes.js'));
    await page.goto(host.url + LAB);
    await page.waitForLoadState('networkidle');
    expect(fetched()).toHaveLength(0);
    await page.locator('#simulator-try-it').scrollIntoViewIfNeeded();
    await expect(page.locator('#simulator-try-it .sim-outcome')).toHaveText(/^2 of 3 copies run/);
    expect(fetched()).toHaveLength(1);
    await expectNoViolations(page, '#simulator-try-it');
  });

  withExplorer(
    'it stands beside another simulator, each in its own place',
    async ({ page, host }) => {
      await page.goto(`${host.url + LAB}#simulator=try-it&preset=trunking`);
      await expect(page.locator('#simulator-try-it .sim-outcome')).toHaveText(
        /^10 of 12 copies run/,
      );
      await expect(page.locator('[data-simulator=try-it]')).toBeInViewport();
      await page.locator('#simulator-deployment').scrollIntoViewIfNeeded();
      await expect(page.locator('#simulator-deployment .sim-where')).toHaveText(
        '0 s, before the update',
      );
      await expect(page.locator('#simulator-try-it .sim-outcome')).toHaveText(
        /^10 of 12 copies run/,
      );
    },
  );

  withExplorer('its page opens with the same example', async ({ page, host }) => {
    await page.goto(host.url + LAB);
    await page.getByRole('link', { name: 'On a page of its own' }).first().click();
    await expect(button(page, 'awsvpc')).toHaveAttribute('aria-pressed', 'true');
  });
});
