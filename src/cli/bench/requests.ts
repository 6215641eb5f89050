import type { TaskDefinitionInput } from '../../core/model/task-definition.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';

/** A request of the AWS JSON protocol as an SDK sends it, ready for a socket. */
export function awsRequest(port: number, operation: string, body: string): Buffer {
  const target = `X-Amz-Target: AmazonEC2ContainerServiceV20141113.${operation}`;
  return request(port, 'ecs', ['Content-Type: application/x-amz-json-1.1', target], body);
}

type Parameters = Readonly<Record<string, string>>;

/** A request of EC2's Query protocol, ready for a socket. */
export const ec2Request = (port: number, Action: string, parameters: Parameters): Buffer =>
  queryRequest(port, 'ec2', { Action, Version: '2016-11-15', ...parameters });

/** A request of Elastic Load Balancing's Query protocol, ready for a socket. */
export const elbRequest = (port: number, Action: string, parameters: Parameters): Buffer =>
  queryRequest(port, 'elasticloadbalancing', { Action, Version: '2015-12-01', ...parameters });

function queryRequest(port: number, service: string, parameters: Parameters): Buffer {
  const type = 'Content-Type: application/x-www-form-urlencoded; charset=utf-8';
  return request(port, service, [type], new URLSearchParams(parameters).toString());
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
