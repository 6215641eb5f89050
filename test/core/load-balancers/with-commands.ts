import { expect } from 'vitest';
import type { CommandName, Commands } from '../../../src/core/commands.ts';
import { Refusal } from '../../../src/core/errors.ts';
import type { ActionInput } from '../../../src/core/load-balancers/commands.ts';
import {
  DEFAULT_SECURITY_GROUP_ID,
  DEFAULT_VPC_ID,
} from '../../../src/core/network/default-vpc.ts';
import { snapshot } from '../../../src/core/snapshot.ts';
import { SUBNETS, World } from '../world.ts';

export const loadBalancerInput: Commands['CreateLoadBalancer']['input'] = {
  Name: 'front',
  Subnets: SUBNETS,
  SecurityGroups: [DEFAULT_SECURITY_GROUP_ID],
};

export const targetGroupInput: Commands['CreateTargetGroup']['input'] = {
  Name: 'cats',
  Protocol: 'HTTP',
  Port: 80,
  VpcId: DEFAULT_VPC_ID,
  TargetType: 'ip',
};

/** The code and the words in which a command is refused, once it is sure that nothing has changed. */
export function refused<N extends CommandName>(
  world: World,
  name: N,
  input: Commands[N]['input'],
): string {
  const before = [...snapshot(world.state)];
  const effects = world.effects.length;
  try {
    world.send(name, input);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect([...snapshot(world.state)]).toEqual(before);
    expect(world.effects.length).toBe(effects);
    return `${error.code}: ${error.message}`;
  }
  throw new Error(`${name} was not refused`);
}

/** A load balancer `front`, its listener on port 80 and, by default action, the group `cats`. */
export function front(change: Partial<Commands['CreateLoadBalancer']['input']> = {}) {
  const world = new World();
  const network = change.Type === 'network';
  const { loadBalancerArn: LoadBalancerArn } = world.send('CreateLoadBalancer', {
    ...loadBalancerInput,
    ...change,
  });
  const { targetGroupArn: TargetGroupArn } = world.send('CreateTargetGroup', {
    ...targetGroupInput,
    Protocol: network ? 'TCP' : 'HTTP',
  });
  const { listenerArn: ListenerArn } = world.send('CreateListener', {
    LoadBalancerArn,
    Protocol: network ? 'TCP' : 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn }],
  });
  return { world, LoadBalancerArn, TargetGroupArn, ListenerArn };
}

export const group = (world: World, Name: string, change = {}): string =>
  world.send('CreateTargetGroup', { ...targetGroupInput, Name, ...change }).targetGroupArn;

export const TEXT: ActionInput = {
  Type: 'fixed-response',
  FixedResponseConfig: { StatusCode: '404' },
};

/** The input of a listener with that default action on another port of `front`. */
export function listener(action: ActionInput | readonly ActionInput[], setting = front()) {
  const { world, LoadBalancerArn } = setting;
  const DefaultActions = [action].flat();
  const input = { LoadBalancerArn, Protocol: 'HTTP', Port: 81, DefaultActions };
  return { ...setting, input, world };
}
