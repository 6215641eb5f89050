import type { TaskDefinitionInput } from '../../core/model/task-definition.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';

/** A request of the AWS JSON protocol as an SDK sends it, ready for a socket. */
export function awsRequest(port: number, operation: string, body: string): Buffer {
  const target = `X-Amz-Target: AmazonEC2ContainerServiceV20141113.${operation}`;
  return request(port, 'ecs', ['Content-Type: application/x-amz-json-1.1', target], body);
}

/** A request of EC2's Query protocol, ready for a socket. */
export function ec2Request(
  port: number,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Buffer {
  const form = new URLSearchParams({ Action: action, Version: '2016-11-15', ...parameters });
  const type = 'Content-Type: application/x-www-form-urlencoded; charset=utf-8';
  return request(port, 'ec2', [type], form.toString());
}

function request(port: number, service: string, headers: readonly string[], body: string): Buffer {
  const head = [
    'POST / HTTP/1.1',
    `Host: localhost:${port}`,
    ...headers,
    `Authorization: AWS4-HMAC-SHA256 Credential=${KEY}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
    'X-Amz-Date: 20260101T000000Z',
    'User-Agent: ecs-workbook-bench',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    '',
  ];
  return Buffer.from(head.join('\r\n') + body);
}

/** A task definition with one container, as labs register it. */
export const taskDefinition: TaskDefinitionInput = {
  family: 'bench',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    {
      name: 'web',
      image: 'containerofcats',
      essential: true,
      portMappings: [{ containerPort: 80, protocol: 'tcp' }],
      environment: [
        { name: 'VERSION', value: '1' },
        { name: 'COLOUR', value: 'ginger' },
      ],
    },
  ],
};

/** A service of `desiredCount` tasks of that task definition. */
export const serviceInput = (serviceName: string, desiredCount: number) => ({
  cluster: 'bench',
  serviceName,
  taskDefinition: 'bench',
  desiredCount,
  launchType: 'FARGATE' as const,
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'] },
  },
});
