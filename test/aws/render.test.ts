import { Readable } from 'node:stream';
import {
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
} from '@aws-sdk/client-ecs';
import { HttpResponse } from '@smithy/core/protocols';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ecs } from '../../src/aws/ecs/service.ts';
import { vocabulary } from '../../src/aws/ecs/vocabulary.ts';
import { awsFront } from '../../src/aws/front.ts';
import { readerCompiler } from '../../src/aws/schema/reader.ts';
import type { ControlPlane } from '../../src/control-plane/control-plane.ts';
import { emptyState, type State } from '../../src/core/state.ts';
import { sdkClients } from '../wire/sdk-clients.ts';
import {
  arbitraryState,
  CLUSTER_ARN,
  CONTAINER_INSTANCE_ARN,
  SERVICE_ARN,
} from './arbitrary-state.ts';

/** Only what reads look at. */
let state: State = emptyState();
const unused = () => {
  throw new Error('a read uses the state only');
};
const plane: ControlPlane = {
  installId: 'test',
  timeScale: 1,
  engine: {
    name: 'simulated',
    description: '',
    status: { available: true },
    whyNotDisturb: unused,
  },
  get state() {
    return state;
  },
  get logs() {
    return unused();
  },
  now: unused,
  execute: unused,
  agentConnectionChanged: unused,
  subscribe: unused,
  history: unused,
  recentHistory: unused,
  close: unused,
};

/** The SDK's own client, its requests handed to the front; `answered` is the last answer's JSON. */
let answered = '';
const front = awsFront(plane);
const { ecs: client } = sdkClients('http://localhost');
client.config.requestHandler = {
  async handle({ method, path, headers, body }) {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const answer = await front.answer({ method, url: path, headers, body: bytes });
    answered = answer.body.toString();
    const response = new HttpResponse({
      statusCode: answer.status,
      headers: answer.headers,
      body: Readable.from([answered]),
    });
    return { response };
  },
};

const compile = readerCompiler({ ...vocabulary, enums: {} });

/** Every member of the answer is one of the schema's, and of its type: reading drops nothing. */
function expectToFit(operation: string, json: string): void {
  const schema = ecs.operations.get(operation)?.schema[5];
  if (schema === undefined) throw new Error(`no operation ${operation}`);
  const answer = JSON.parse(json);
  expect(withEpochSeconds(compile(schema)(answer))).toEqual(answer);
}

function withEpochSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withEpochSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withEpochSeconds(item)]),
  );
}

test('whatever the state holds, its rendering fits the schema and the SDK reads it back', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryState, async (arbitrary) => {
      state = arbitrary;
      const [service] = state.services.values();
      const [definition] = state.taskDefinitions.values();
      const tasks = [...state.tasks.values()];

      const services = await client.send(
        new DescribeServicesCommand({
          cluster: 'cats',
          services: [SERVICE_ARN],
          include: ['TAGS'],
        }),
      );
      expectToFit('DescribeServices', answered);
      expect(services.services?.[0]).toMatchObject({
        desiredCount: service?.desiredCount,
        createdAt: new Date(service?.createdAt ?? 0),
        tags: service?.tags,
      });
      expect(services.services?.[0]?.events?.map(({ message }) => message)).toEqual(
        service?.events.map(({ message }) => message),
      );

      const clusters = await client.send(
        new DescribeClustersCommand({
          clusters: [CLUSTER_ARN],
          include: ['STATISTICS', 'SETTINGS', 'TAGS', 'CONFIGURATIONS'],
        }),
      );
      expectToFit('DescribeClusters', answered);
      expect(clusters.clusters?.[0]?.runningTasksCount).toBe(
        state.countsByCluster.get(CLUSTER_ARN)?.running,
      );

      const instance = state.containerInstances.get(CONTAINER_INSTANCE_ARN);
      const instances = await client.send(
        new DescribeContainerInstancesCommand({
          cluster: 'cats',
          containerInstances: [CONTAINER_INSTANCE_ARN],
          include: ['TAGS', 'CONTAINER_INSTANCE_HEALTH'],
        }),
      );
      expectToFit('DescribeContainerInstances', answered);
      const shown = instances.containerInstances?.[0];
      expect(shown).toMatchObject({
        status: instance?.status,
        agentConnected: instance?.agentConnected,
        tags: instance?.tags,
      });
      const ports = shown?.registeredResources?.flatMap(({ name, stringSetValue = [] }) =>
        name === 'PORTS' || name === 'PORTS_UDP' ? stringSetValue : [],
      );
      expect(ports).toHaveLength(instance?.registered.ports.length ?? 0);

      const described = await client.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: 'cats:1', include: ['TAGS'] }),
      );
      expectToFit('DescribeTaskDefinition', answered);
      expect(described.tags).toEqual(definition?.tags);
      expect(described.taskDefinition?.containerDefinitions).toMatchObject(
        definition?.containerDefinitions.map(({ image }) => ({ image })) ?? [],
      );

      if (tasks.length === 0) return;
      const answer = await client.send(
        new DescribeTasksCommand({ cluster: 'cats', tasks: tasks.map(({ taskArn }) => taskArn) }),
      );
      expectToFit('DescribeTasks', answered);
      expect(answer.failures).toEqual([]);
      expect(answer.tasks?.map(({ lastStatus }) => lastStatus)).toEqual(
        tasks.map(({ lastStatus }) => lastStatus),
      );
      expect(answer.tasks?.[0]?.stoppedAt?.getTime()).toBe(tasks[0]?.stoppedAt);
    }),
    { numRuns: 100 },
  );
});
