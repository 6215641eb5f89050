import { AxeBuilder } from '@axe-core/playwright';
import { busyPicture, flow, instance, loadBalancer, picture, service, task } from '../pictures.ts';
import { expect, LAB, labWithToken, test } from './workbook.ts';

const hostile = '<img src=x onerror="globalThis.harmed = true">\u001b[31mred\u202egnp';
const { id } = task(1);
const definition = {
  containerDefinitions: [
    {
      name: 'web',
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/cats',
          'awslogs-stream-prefix': 'ecs',
          'awslogs-region': 'us-east-1',
        },
      },
    },
    { name: 'quiet' },
  ],
};

test('a task opens with its facts, its log and its faults, and gives the focus back', async ({
  page,
  runtime,
}) => {
  runtime.show(picture([task(1, { service: 'cats' })], [service()]));
  const taskArn = `arn:aws:ecs:us-east-1:000000000000:task/allthecats/${id}`;
  const tags = [{ key: 'owner', value: hostile }];
  const answered = { taskArn, taskDefinitionArn: 'cats:1', lastStatus: 'RUNNING', tags };
  runtime.aws.set('DescribeTasks', { tasks: [answered] });
  runtime.aws.set('DescribeTaskDefinition', { taskDefinition: definition });
  const line = (message: string) => ({ timestamp: 1_800_000_000_000, message });
  runtime.aws.set('GetLogEvents', {
    events: [line(hostile), line('x'.repeat(1_000_000))],
    nextForwardToken: 'f/1',
  });
  await page.goto(labWithToken(runtime));
  const button = page.getByRole('button', { name: 'Details of task 00000001' });
  await button.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Task 00000001' });
  await expect(dialog).toContainText(`aws ecs describe-tasks --cluster allthecats --tasks ${id}`);
  await expect(dialog).toContainText('lastStatusRUNNING');
  await expect(dialog.getByRole('button', { name: 'Copy taskArn' })).toBeVisible();
  await expect(dialog).toContainText('tags owner<img src=x');

  const log = dialog.getByRole('log', { name: 'Log of container web' });
  await expect(log).toContainText('<img src=x onerror="globalThis.harmed = true">␛[31mred�gnp');
  await expect(log).toContainText('xxx … (996,000 more characters)');
  runtime.aws.set('GetLogEvents', { events: [line('meow')], nextForwardToken: 'f/2' });
  await expect(log.getByText('meow').first()).toBeVisible();
  await expect(log.locator('img')).toHaveCount(0);
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);

  await dialog.getByRole('button', { name: 'Break it …' }).click();
  await expect(page.getByRole('dialog', { name: /What shall go wrong with task/ })).toBeVisible();
  await page.keyboard.press('Escape');
  runtime.aws.set('DescribeTasks', { tasks: [{ ...answered, lastStatus: 'STOPPED' }] });
  await expect(dialog).toContainText('lastStatusSTOPPED');
  runtime.aws.set('DescribeTasks', { tasks: [] });
  await expect(dialog).toContainText('It is not there any more.');
  await expect(dialog).toContainText('lastStatusSTOPPED');
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test('all that is in the picture has its details', async ({ page, runtime }) => {
  const { clusters, ...rest } = busyPicture();
  runtime.show({ ...rest, clusters, loadBalancers: [loadBalancer()] });
  const deployment = { id: service().deployments[0]?.id, rolloutState: 'IN_PROGRESS' };
  const events = [{ createdAt: 1_800_000_000, message: '(service cats) has begun.' }];
  runtime.aws.set('DescribeServices', {
    services: [{ serviceName: 'cats', deployments: [deployment], events }],
  });
  runtime.aws.set('DescribeContainerInstances', { containerInstances: [{ agentConnected: true }] });
  await page.goto(`${runtime.url}/${LAB}`);
  const panel = page.locator('[data-cluster-picture]');
  const sheets: [button: string, title: string, says: RegExp][] = [
    ['service cats', 'Service cats', /describe-services .*has begun.*serviceNamecats/],
    ['PRIMARY containerofcats:1', 'Deployment of service cats', /rolloutStateIN_PROGRESS/],
    ['i-0ca7', 'Instance i-0ca7', /Break it.*describe-container-instances.*agentConnectedtrue/],
    ['us-east-1a', 'Availability Zone us-east-1a', /Break it.*tasks RUNNING2/],
    ['load balancer front', 'Load balancer front', /describe-load-balancers.*front-1234567890/],
    ['blue', 'Target group blue', /describe-target-health.*targets 2 stateunhealthy/],
    ['cluster allthecats', 'Cluster allthecats', /DescribeClusters is refused\./],
  ];
  for (const [button, title, says] of sheets) {
    await panel.getByRole('button', { name: button, exact: true }).click();
    const dialog = page.getByRole('dialog', { name: title });
    await expect(dialog).toContainText(says);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
});

test('requests flow through a load balancer, and stand still for those who ask for it', async ({
  page,
  runtime,
}) => {
  runtime.show({ ...picture([task(1)]), loadBalancers: [loadBalancer()] });
  await page.goto(`${runtime.url}/${LAB}`);
  const ways = page.getByRole('list', { name: 'Rules of port 80' }).getByRole('listitem');
  await expect(ways).toHaveText([
    '10: path-pattern /old*fixed-response',
    'defaultblue95 %, 1 healthy, 1 unhealthy',
    'defaultgreen5 %, 1 initial',
  ]);
  runtime.flow(flow());
  await expect(ways.nth(1)).toContainText('20 a second');
  await expect(page.locator('.load-balancer')).toContainText(
    '20 requests a second; 100 so far, 2 answered 4xx, 1 5xx',
  );
  const moves = () => page.evaluate(() => document.getAnimations().length);
  await expect.poll(moves).toBe(1);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moves).toBe(0);
  await expect(ways.nth(1)).toContainText('20 a second');
});

test('the table says what the picture shows, is remembered, and keeps its reader', async ({
  page,
  runtime,
}) => {
  const shown = { ...busyPicture(), loadBalancers: [loadBalancer()] };
  runtime.show(shown);
  await page.goto(`${runtime.url}/${LAB}`);
  await page.getByRole('button', { name: 'Table' }).click();
  await expect(page.locator('[data-cluster-picture]')).toBeHidden();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Table' })).toHaveAttribute('aria-pressed', 'true');
  const tasks = page.getByRole('table', { name: 'Tasks of cluster allthecats' });
  await expect(tasks.getByRole('row')).toHaveCount(6);
  await expect(tasks.getByRole('row', { name: /^00000005 none/ })).toContainText('exit code 137');
  await expect(page.getByRole('table', { name: 'Targets of load balancers' })).toContainText(
    '172.31.0.2:8080, task 00000002unhealthy',
  );
  const row = tasks.getByRole('button', { name: '00000002' });
  await row.focus();
  const [cluster] = shown.clusters;
  if (cluster === undefined) throw new Error('expected a cluster');
  const others = cluster.tasks.filter((one) => one.id !== id);
  runtime.show({ ...shown, clusters: [{ ...cluster, tasks: [...others, task(6)] }] });
  await expect(tasks).toContainText('00000006');
  await expect(row).toBeFocused();
  const { violations } = await new AxeBuilder({ page }).include('[data-cluster]').analyze();
  expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, 'pixels that the page is wider than the screen').toBeLessThanOrEqual(0);
});

test('500 tasks are small boxes, one stop of the Tab key, walked with the arrow keys', async ({
  page,
  runtime,
}) => {
  const many = (first: number) =>
    Array.from({ length: 500 }, (_, index) => task(first + index, { service: 'cats' }));
  runtime.show(picture(many(1), [service()], 'allthecats', [instance('0ca7')]));
  await page.goto(`${runtime.url}/${LAB}`);
  const list = page.getByRole('list', { name: 'Tasks of service cats in allthecats' });
  await expect(list.getByRole('listitem')).toHaveCount(500);
  await expect(list.locator('[tabindex="0"]')).toHaveCount(1);
  await list.getByRole('button').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const third = list.getByRole('button', { name: /^task 00000003, containerofcats:1, RUNNING/ });
  await expect(third).toBeFocused();
  // The boxes in front of it go, and then it goes itself.
  runtime.show(picture(many(3), [service()]));
  await expect(list.getByRole('button', { name: /^task 00000002/ })).toHaveCount(0);
  await expect(third).toBeFocused();
  runtime.show(picture(many(4), [service()]));
  await expect(list.getByRole('button', { name: /^task 00000004/ })).toBeFocused();
});
