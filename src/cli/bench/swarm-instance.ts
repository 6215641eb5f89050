import { call, until } from './api.ts';
import { ask } from './load.ts';
import { ec2Request } from './requests.ts';

const IMAGE = 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id';

/** An EC2 instance registered with the cluster; room for twice the tasks, old and new. */
export async function startInstance(port: number): Promise<void> {
  const userData = '#!/bin/bash\necho ECS_CLUSTER=bench >> /etc/ecs/ecs.config\n';
  const parameters = {
    ImageId: IMAGE,
    InstanceType: 't3.xlarge',
    MinCount: '1',
    MaxCount: '1',
    UserData: Buffer.from(userData).toString('base64'),
  };
  await ask(port, ec2Request(port, 'RunInstances', parameters));
  await until('an EC2 instance is registered', async () => {
    const text = await call(port, 'DescribeClusters', { clusters: ['bench'] });
    const { clusters = [] }: { clusters?: { registeredContainerInstancesCount?: number }[] } =
      JSON.parse(text);
    return clusters[0]?.registeredContainerInstancesCount === 1;
  });
}
