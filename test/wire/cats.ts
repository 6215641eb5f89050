import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { ACCOUNT, REGION } from './runtime.ts';

/** The course's Fargate walk-through: one web container, 0.5 vCPU, 1 GB. */
export const containerofcats: RegisterTaskDefinitionRequest = {
  family: 'containerofcats',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '512',
  memory: '1024',
  executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/ecsTaskExecutionRole`,
  containerDefinitions: [
    {
      name: 'containerofcatsweb',
      image: 'containerofcats',
      memoryReservation: 1024,
      portMappings: [{ containerPort: 80, protocol: 'tcp' }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/ecs/containerofcats',
          'awslogs-region': REGION,
          'awslogs-stream-prefix': 'cats',
          'awslogs-create-group': 'true',
        },
      },
    },
  ],
};

export const defaultVpc = {
  awsvpcConfiguration: {
    subnets: ['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'],
    assignPublicIp: 'ENABLED' as const,
  },
};
