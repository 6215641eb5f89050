import type { CannedAnswer } from './canned-server.ts';

const arn = 'arn:aws:ecs:eu-west-1:123456789012:';

const service = {
  serviceArn: `${arn}service/demo/web`,
  serviceName: 'web',
  clusterArn: `${arn}cluster/demo`,
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  launchType: 'FARGATE',
  platformVersion: 'LATEST',
  taskDefinition: `${arn}task-definition/web:7`,
  deploymentConfiguration: {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
  },
  deployments: [
    {
      id: 'ecs-svc/1234567890123456789',
      status: 'PRIMARY',
      taskDefinition: `${arn}task-definition/web:7`,
      desiredCount: 2,
      pendingCount: 0,
      runningCount: 2,
      createdAt: 1700000000.123,
      updatedAt: 1700000042,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-1', 'subnet-2'],
          securityGroups: ['sg-1'],
          assignPublicIp: 'ENABLED',
        },
      },
      rolloutState: 'COMPLETED',
      rolloutStateReason: 'ECS deployment ecs-svc/1234567890123456789 completed.',
    },
  ],
  events: [
    { id: 'e2', createdAt: 1700000050.5, message: '(service web) has reached a steady state.' },
    {
      id: 'e1',
      createdAt: 1700000001.001,
      message: '(service web) has started 2 tasks: (task 1a2b) (task 3c4d).',
    },
  ],
  createdAt: 1700000000,
  placementConstraints: [],
  placementStrategy: [],
  healthCheckGracePeriodSeconds: 0,
  schedulingStrategy: 'REPLICA',
  tags: [
    { key: 'owner', value: 'cats' },
    { key: 'größe', value: 'naïve “quotes” \\ / \u001b 猫' },
  ],
  enableECSManagedTags: false,
};

const taskDefinition = {
  taskDefinitionArn: `${arn}task-definition/web:7`,
  containerDefinitions: [
    {
      name: 'web',
      image: 'containerofcats',
      cpu: 0,
      links: [],
      portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
      essential: true,
      entryPoint: ['sh', '-c'],
      environment: [{ name: 'VERSION', value: '1' }],
      dockerLabels: { zeta: '1', alpha: '2' },
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': '/ecs/web', 'awslogs-region': 'eu-west-1' },
      },
      healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'], retries: 3 },
    },
    { name: 'side', image: 'busybox', essential: false, command: ['sleep', '1'] },
  ],
  family: 'web',
  revision: 7,
  volumes: [{ name: 'data', host: {} }],
  status: 'ACTIVE',
  requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }],
  cpu: '256',
  memory: '512',
  registeredAt: 1699999999.999,
  networkMode: 'awsvpc',
};

const taskArns = Array.from({ length: 5 }, (_, index) => `${arn}task/demo/${index}`);

/** Responses in the shape that Amazon ECS and CloudWatch Logs give. */
export function cannedResponse(
  operation: string,
  input: Readonly<Record<string, unknown>>,
): CannedAnswer | undefined {
  switch (operation) {
    case 'DescribeServices':
      return { services: [service], failures: [{ arn: `${arn}service/x`, reason: 'MISSING' }] };
    case 'DescribeTaskDefinition':
      return { taskDefinition, tags: [] };
    case 'ListTasks': {
      const from = Number(input.nextToken ?? 0);
      const next = from + Number(input.maxResults ?? 2);
      const page = { taskArns: taskArns.slice(from, next) };
      return next < taskArns.length ? { ...page, nextToken: String(next) } : page;
    }
    case 'ListClusters':
      return { clusterArns: [] };
    case 'TagResource':
    case 'DeleteAttributes':
      return {};
    case 'RunTask':
      return { error: 'ClusterNotFoundException', message: 'Cluster not found.' };
    case 'FilterLogEvents':
      return { events: [{ eventId: '1', timestamp: 1700000000000, message: 'meow' }] };
    case 'DescribeLogStreams':
      return {
        logStreams: [
          {
            logStreamName: 'web/web/1a2b',
            creationTime: 1700000000123,
            arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/web:log-stream:web/web/1a2b',
            storedBytes: 0,
          },
        ],
      };
    default:
      return undefined;
  }
}
