import { setTimeout as delay } from 'node:timers/promises';
import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListContainerInstancesCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { openTarget } from '../../../grader/open-target.ts';
import type { Target } from '../../../grader/target.ts';
import type { Mistake, PlantedStudent } from './mistakes.ts';

const cluster = 'catbills';
const SUBNET = 'subnet-0ca7000000000000a';

/** Does the lab fargate-vs-ec2 in the student's account, with the mistakes; on the simulated engine. */
export const plant = async (endpoint: string, student: PlantedStudent): Promise<void> => {
  const { account } = student;
  const target = await openTarget({ kind: 'local', endpoint, account, region: 'us-east-1' });
  try {
    await work(target, new Set(student.mistakes));
  } finally {
    target.close();
  }
};

/** Plants a class, so many students at a time. */
export const plantAll = async (
  endpoint: string,
  students: readonly PlantedStudent[],
  onPlanted: (count: number) => void = () => {},
): Promise<void> => {
  const left = [...students];
  const worker = async () => {
    for (let student = left.pop(); student !== undefined; student = left.pop()) {
      await plant(endpoint, student);
      onPlanted(students.length - left.length);
    }
  };
  await Promise.all(Array.from({ length: 24 }, worker));
};

const work = async (target: Target, made: ReadonlySet<Mistake>): Promise<void> => {
  if (made.has('nothing-done')) return;
  const { ecs } = target;
  const figure = (key: string, right: string, mistake: Mistake, wrong: string) => ({
    key,
    value: made.has(mistake) ? wrong : right,
  });
  await ecs.send(
    new CreateClusterCommand({
      clusterName: cluster,
      tags: [
        figure('fargate-month', '18.02', 'no-memory', '14.78'),
        figure('ec2-month', '15.18', 'share-of-a-machine', '10.12'),
        figure('ec2-from', '2', 'only-when-full', '3'),
        figure('course-bill', '3.19', 'rounded-last', '3.20'),
      ],
    }),
  );
  await startMachine(target, made.has('larger-machine') ? 't3.medium' : 't3.small');
  if (made.has('idle-machine')) await startMachine(target, 't3.small');
  await register(target, 'FARGATE', made.has('twice-the-memory') ? '1024' : '512');
  await register(target, 'EC2', made.has('half-the-memory') ? '256' : '512');
  const ec2 = made.has('both-on-fargate') ? 'FARGATE' : 'EC2';
  await createService(target, 'on-fargate', 'FARGATE');
  await createService(target, 'on-ec2', ec2);

  const isFull = ec2 === 'EC2' && !made.has('never-filled') && !made.has('larger-machine');
  if (isFull && !made.has('half-the-memory') && !made.has('idle-machine')) {
    await scale(target, 'on-ec2', 4);
    await until(target, 'on-ec2', 'an event that the machine is full', ({ events = [] }) =>
      events.some(({ message = '' }) => message.includes('insufficient memory')),
    );
  }
  const toEmpty = made.has('never-empty') ? ['on-fargate'] : ['on-fargate', 'on-ec2'];
  for (const service of toEmpty) {
    await settle(target, service, 0);
    await untilGone(target, service);
  }
  for (const service of ['on-fargate', 'on-ec2']) {
    if (service === 'on-fargate' && made.has('left-at-zero')) continue;
    await settle(target, service, 2);
  }
};

const startMachine = async ({ ec2, ecs }: Target, type: 't3.small' | 't3.medium') => {
  const agents = async () => {
    const answer = await ecs.send(
      new ListContainerInstancesCommand({ cluster, filter: 'agentConnected == true' }),
    );
    return answer.containerInstanceArns?.length ?? 0;
  };
  const before = await agents();
  const client = await ec2();
  await client.send(
    new RunInstancesCommand({
      ImageId: 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id',
      InstanceType: type,
      MinCount: 1,
      MaxCount: 1,
      SubnetId: SUBNET,
      IamInstanceProfile: { Name: 'ecsInstanceRole' },
      UserData: Buffer.from(
        `#!/bin/bash\necho ECS_CLUSTER=${cluster} >> /etc/ecs/ecs.config\n`,
      ).toString('base64'),
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: cluster }] }],
    }),
  );
  await condition(`a ${type} in the cluster`, async () => (await agents()) > before);
};

const register = ({ ecs }: Target, launchType: 'FARGATE' | 'EC2', memory: string) =>
  ecs.send(
    new RegisterTaskDefinitionCommand({
      family: `billcat-${launchType.toLowerCase()}`,
      requiresCompatibilities: [launchType],
      networkMode: launchType === 'EC2' ? 'bridge' : 'awsvpc',
      cpu: '256',
      memory,
      containerDefinitions: [{ name: 'cat', image: 'containerofcats', essential: true }],
    }),
  );

const createService = async (
  target: Target,
  serviceName: string,
  launchType: 'FARGATE' | 'EC2',
): Promise<void> => {
  await target.ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName,
      desiredCount: 2,
      launchType,
      taskDefinition: `billcat-${launchType.toLowerCase()}`,
      ...(launchType === 'FARGATE' && {
        networkConfiguration: { awsvpcConfiguration: { subnets: [SUBNET] } },
      }),
    }),
  );
  await untilRunning(target, serviceName, 2);
};

const scale = ({ ecs }: Target, service: string, desiredCount: number) =>
  ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }));

const settle = async (target: Target, service: string, count: number): Promise<void> => {
  await scale(target, service, count);
  await untilRunning(target, service, count);
};

const untilRunning = (target: Target, service: string, count: number) =>
  until(
    target,
    service,
    `${count} running tasks`,
    ({ runningCount, pendingCount }) => runningCount === count && pendingCount === 0,
  );

/** A task that is stopping counts no more, and has its memory all the same: two more might not fit. */
const untilGone = ({ ecs }: Target, serviceName: string) =>
  condition(`no task of ${serviceName} left`, async () => {
    const listed = await ecs.send(
      new ListTasksCommand({ cluster, serviceName, desiredStatus: 'STOPPED' }),
    );
    const tasks = listed.taskArns ?? [];
    const answer = await ecs.send(new DescribeTasksCommand({ cluster, tasks }));
    return answer.tasks?.every(({ lastStatus }) => lastStatus === 'STOPPED') === true;
  });

const until = (
  { ecs }: Target,
  service: string,
  what: string,
  holds: (service: Service) => boolean,
): Promise<void> =>
  condition(`${what} of ${service}`, async () => {
    const answer = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
    return answer.services?.some(holds) === true;
  });

const condition = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 120_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Expected within two minutes: ${what}.`);
    await delay(100);
  }
};
