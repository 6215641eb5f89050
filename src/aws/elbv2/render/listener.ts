import type { Listener } from '@aws-sdk/client-elastic-load-balancing-v2';
import type * as model from '../../../core/model/index.ts';
import { renderAction } from './action.ts';

export const renderListener = (listener: model.Listener): Listener => ({
  ListenerArn: listener.listenerArn,
  LoadBalancerArn: listener.loadBalancerArn,
  Port: listener.port,
  Protocol: listener.protocol,
  DefaultActions: [renderAction(listener.defaultAction)],
});
