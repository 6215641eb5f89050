import type { CapacityProvider as SdkCapacityProvider } from '@aws-sdk/client-ecs';
import { nameOf } from '../../../core/arn.ts';
import type { CapacityProvider } from '../../../core/model/capacity-provider.ts';

/** A capacity provider of one's own as the API shows it. */
export const renderCapacityProvider = (
  { capacityProviderArn, name, status, autoScalingGroupProvider, tags }: CapacityProvider,
  include: { readonly tags: boolean },
): SdkCapacityProvider => ({
  capacityProviderArn,
  name,
  status,
  type: 'EC2_AUTOSCALING',
  autoScalingGroupProvider: { ...autoScalingGroupProvider },
  tags: include.tags ? [...tags] : [],
});

/** FARGATE and FARGATE_SPOT, which every account has. */
export const renderFargateProvider = (capacityProviderArn: string): SdkCapacityProvider => {
  const name = nameOf(capacityProviderArn);
  return {
    capacityProviderArn,
    name,
    status: 'ACTIVE',
    type: name === 'FARGATE' ? 'FARGATE' : 'FARGATE_SPOT',
    tags: [],
  };
};
