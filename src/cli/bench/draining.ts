import { setTimeout } from 'node:timers/promises';
import { Client } from 'undici';
import { call, until } from './api.ts';
import { ask } from './load.ts';
import { type Bench, interleave, row } from './measurement.ts';
import { startLoadBalancer, startTargets } from './proxies.ts';
import { elbRequest, serviceInput, taskDefinition } from './requests.ts';
import { startRuntimeProcess } from './servers.ts';

const ROUNDS = 7;
const CONNECTIONS = 8;
/** Milliseconds of load before and after the moment that counts. */
const BEFORE = 300;
const AFTER = 700;
const SUBNETS = ['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'];

/** How long after StopTask a load balancer still sends requests to the task. */
export const draining: Bench = {
  name: 'draining',
  summary: 'from StopTask to the last request that is routed to the task',
  async measure(progress) {
    await using runtime = await startRuntimeProcess('process', { timeScale: 60 });
    progress('a service of two tasks behind a load balancer');
    const service = await behindLoadBalancer(runtime.port);
    progress(`${ROUNDS} × 2 times`);
    const rounds = await interleave(
      ROUNDS,
      () => service.stopOne(),
      () => toldItself(),
    );
    const label = 'to the last routed request';
    return {
      name: this.name,
      title: 'From StopTask to the last request',
      how: `${CONNECTIONS} kept-alive connections ask for a page of a service with two tasks, by the name of its load balancer, while StopTask is called for one of them; counted is the time from that call to the last answer of this task, so the last request was routed to it no later. ${ROUNDS} times in turn with the program of a load balancer that is told itself that one of its two targets is draining. Engine: process.`,
      rows: [row({ label, unit: 'ms', against: 'the program told itself' }, rounds)],
    };
  },
};

/** Milliseconds from the call of `end` to the last answer of the target that it ended. */
async function lastRouted(
  port: number,
  host: string,
  end: () => Promise<unknown>,
): Promise<number> {
  const lastAnswer = new Map<string, number>();
  let goOn = true;
  const askAgain = async (): Promise<void> => {
    const client = new Client(`http://127.0.0.1:${port}`);
    while (goOn) {
      const { statusCode, body } = await client.request({
        path: '/id',
        method: 'GET',
        headers: { host },
      });
      const page = await body.text();
      if (statusCode !== 200) throw new Error(`Answered ${statusCode}: ${page}`);
      lastAnswer.set(page, performance.now());
    }
    await client.close();
  };
  const all = Promise.all(Array.from({ length: CONNECTIONS }, askAgain));
  await Promise.race([setTimeout(BEFORE), all]);
  const start = performance.now();
  await end();
  await Promise.race([setTimeout(AFTER), all]);
  const finished = performance.now();
  goOn = false;
  await all;
  const last = Math.min(...lastAnswer.values());
  if (last > finished - AFTER / 2)
    throw new Error('Expected a target that is asked no more, found none.');
  return last - start;
}

async function toldItself(): Promise<number> {
  await using targets = await startTargets(2);
  await using program = await startLoadBalancer(targets.ports);
  const [gone = 0] = targets.ports;
  return await lastRouted(program.port, 'front', () => program.drain(gone));
}

/** A service of two tasks that the load balancer finds healthy, again after one was stopped. */
async function behindLoadBalancer(port: number): Promise<{ stopOne(): Promise<number> }> {
  const elb = (action: string, parameters: Readonly<Record<string, string>>) =>
    ask(port, elbRequest(port, action, parameters));
  const found = (xml: string, name: string): string =>
    new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1] ?? '';
  await call(port, 'CreateCluster', { clusterName: 'bench' });
  await call(port, 'RegisterTaskDefinition', taskDefinition);
  const made = await elb('CreateLoadBalancer', {
    Name: 'front',
    'Subnets.member.1': SUBNETS[0] ?? '',
    'Subnets.member.2': SUBNETS[1] ?? '',
  });
  const group = await elb('CreateTargetGroup', {
    Name: 'web',
    Protocol: 'HTTP',
    Port: '80',
    VpcId: 'vpc-0ca70000000000000',
    TargetType: 'ip',
    HealthyThresholdCount: '2',
  });
  const targetGroupArn = found(group, 'TargetGroupArn');
  await elb('ModifyTargetGroupAttributes', {
    TargetGroupArn: targetGroupArn,
    'Attributes.member.1.Key': 'deregistration_delay.timeout_seconds',
    'Attributes.member.1.Value': '60',
  });
  await elb('CreateListener', {
    LoadBalancerArn: found(made, 'LoadBalancerArn'),
    Protocol: 'HTTP',
    Port: '80',
    'DefaultActions.member.1.Type': 'forward',
    'DefaultActions.member.1.TargetGroupArn': targetGroupArn,
  });
  await call(port, 'CreateService', {
    ...serviceInput('web', 2),
    loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 80 }],
  });
  const healthy = () =>
    until('two targets are healthy, and no others there', async () => {
      const xml = await elb('DescribeTargetHealth', { TargetGroupArn: targetGroupArn });
      const states = [...xml.matchAll(/<State>([a-z]+)<\/State>/g)].map(([, state]) => state);
      return states.join(' ') === 'healthy healthy';
    });
  await healthy();
  const name = found(made, 'DNSName');
  return {
    async stopOne() {
      const answer = await call(port, 'ListTasks', { cluster: 'bench', serviceName: 'web' });
      const { taskArns: [task] = [] }: { taskArns?: string[] } = JSON.parse(answer);
      const stop = () => call(port, 'StopTask', { cluster: 'bench', task });
      const taken = await lastRouted(port, name, stop);
      await healthy();
      return taken;
    },
  };
}
