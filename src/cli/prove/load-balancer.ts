import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Balancer } from '../../data-plane/load-balancer/balancer.ts';
import { ConfigurationFile } from '../../data-plane/load-balancer/configuration-file.ts';
import { gateway } from '../../data-plane/load-balancer/gateway.ts';
import { Listeners } from '../../data-plane/load-balancer/listeners.ts';
import { asWork, type Pace } from '../../engines/hosted/pace.ts';
import type { Hosting } from '../../engines/simulated/hosting.ts';

/** Load balancers in this process: what otherwise is a program of its own, on another clock. */
export const loadBalancersIn =
  (folder: string, pace: Pace): Hosting['openLoadBalancer'] =>
  async (loadBalancerArn, token, healthChanged) => {
    const { clock } = pace;
    const balancer = new Balancer(
      { loadBalancerArn, network: 'published' },
      {
        now: () => clock.now(),
        after: (delay, callback) => clock.after(delay, callback),
        work: (task) => asWork(pace, task),
      },
    );
    const listeners = new Listeners(balancer, false);
    const file = new ConfigurationFile(join(folder, `${randomUUID()}.json`));
    const server = gateway(balancer, listeners, file, token);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const forget = balancer.reports.follow(healthChanged);
    return {
      gatewayPort: typeof address === 'object' && address !== null ? address.port : 0,
      configure: (configuration) => {
        balancer.configure(configuration);
        listeners.follow();
      },
      health: () => [...balancer.reports.current],
      close: () => {
        forget();
        balancer.configure({ loadBalancerArn, idleTimeout: 1, listeners: [], targetGroups: [] });
        listeners.follow();
        server.close();
        server.closeAllConnections();
      },
    };
  };
