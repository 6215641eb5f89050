import { readService, type Service, type ServiceClient } from './service.ts';

/** Settings of an SDK client that the command line decides. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly profile?: string;
  readonly requestHandler: object;
  readonly maxAttempts: number;
}

/** A service of the command line; its SDK is loaded when it is used. */
export interface ServiceEntry {
  readonly title: string;
  /** The package of its client. */
  readonly sdk: string;
  /** As in `AWS_ENDPOINT_URL_ECS`. */
  readonly endpointVariable: string;
  load(): Promise<LoadedService>;
}

export interface LoadedService {
  readonly service: Service;
  createClient(settings: ClientSettings): ServiceClient;
}

/** The services that this command knows, by their names on the command line. */
export const services: Readonly<Record<string, ServiceEntry>> = {
  ecs: {
    title: 'Amazon Elastic Container Service',
    sdk: '@aws-sdk/client-ecs',
    endpointVariable: 'AWS_ENDPOINT_URL_ECS',
    load: async () => {
      const sdk = await import('@aws-sdk/client-ecs');
      return {
        service: readService('ecs', sdk),
        createClient: (settings) => new sdk.ECSClient(settings),
      };
    },
  },
  ec2: {
    title: 'Amazon Elastic Compute Cloud',
    sdk: '@aws-sdk/client-ec2',
    endpointVariable: 'AWS_ENDPOINT_URL_EC2',
    load: async () => {
      const sdk = await import('@aws-sdk/client-ec2');
      return {
        service: readService('ec2', sdk),
        createClient: (settings) => new sdk.EC2Client(settings),
      };
    },
  },
  elbv2: {
    title: 'Elastic Load Balancing',
    sdk: '@aws-sdk/client-elastic-load-balancing-v2',
    endpointVariable: 'AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2',
    load: async () => {
      const sdk = await import('@aws-sdk/client-elastic-load-balancing-v2');
      return {
        service: readService('elbv2', sdk),
        createClient: (settings) => new sdk.ElasticLoadBalancingV2Client(settings),
      };
    },
  },
  cloudwatch: {
    title: 'Amazon CloudWatch',
    sdk: '@aws-sdk/client-cloudwatch',
    endpointVariable: 'AWS_ENDPOINT_URL_CLOUDWATCH',
    load: async () => {
      const sdk = await import('@aws-sdk/client-cloudwatch');
      return {
        service: readService('cloudwatch', sdk),
        createClient: (settings) => new sdk.CloudWatchClient(settings),
      };
    },
  },
  logs: {
    title: 'Amazon CloudWatch Logs',
    sdk: '@aws-sdk/client-cloudwatch-logs',
    endpointVariable: 'AWS_ENDPOINT_URL_CLOUDWATCH_LOGS',
    load: async () => {
      const sdk = await import('@aws-sdk/client-cloudwatch-logs');
      return {
        service: readService('logs', sdk),
        createClient: (settings) => new sdk.CloudWatchLogsClient(settings),
      };
    },
  },
  iam: {
    title: 'AWS Identity and Access Management',
    sdk: '@aws-sdk/client-iam',
    endpointVariable: 'AWS_ENDPOINT_URL_IAM',
    load: async () => {
      const sdk = await import('@aws-sdk/client-iam');
      return {
        service: readService('iam', sdk),
        createClient: (settings) => new sdk.IAMClient(settings),
      };
    },
  },
  ce: {
    title: 'AWS Cost Explorer Service',
    sdk: '@aws-sdk/client-cost-explorer',
    endpointVariable: 'AWS_ENDPOINT_URL_COST_EXPLORER',
    load: async () => {
      const sdk = await import('@aws-sdk/client-cost-explorer');
      return {
        service: readService('ce', sdk),
        createClient: (settings) => new sdk.CostExplorerClient(settings),
      };
    },
  },
  sts: {
    title: 'AWS Security Token Service',
    sdk: '@aws-sdk/client-sts',
    endpointVariable: 'AWS_ENDPOINT_URL_STS',
    load: async () => {
      const sdk = await import('@aws-sdk/client-sts');
      return {
        service: readService('sts', sdk),
        createClient: (settings) => new sdk.STSClient(settings),
      };
    },
  },
};
