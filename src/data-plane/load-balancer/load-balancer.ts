import type { AddressInfo } from 'node:net';
import { Balancer } from './balancer.ts';
import { ConfigurationFile, readConfiguration } from './configuration-file.ts';
import { gateway } from './gateway.ts';
import { Listeners } from './listeners.ts';
import { readSurroundings } from './surroundings.ts';

// One connection's misfortune is not the others'.
process.on('uncaughtException', (error) => console.error(error));

const { loadBalancer, token } = readSurroundings(process.env);
const { gatewayHost: host, gatewayPort: port, listens, configurationFile } = loadBalancer;

const balancer = new Balancer(loadBalancer);
const listeners = new Listeners(balancer, listens);
const kept = readConfiguration(configurationFile);
if (kept !== undefined) balancer.configure(kept);
listeners.follow();

const server = gateway(balancer, listeners, new ConfigurationFile(configurationFile), token);
server.on('error', (error) => {
  // One connection could not be taken; that passes.
  if (server.listening) return console.error(error);
  // Nobody can tell this program anything.
  console.error(`Cannot open the gateway at ${host}:${port}: ${error.message}`);
  process.exit(1);
});
server.listen({ host, port }, () => {
  const address: AddressInfo | string | null = server.address();
  if (typeof address === 'object') console.log(`listening on ${address?.port}`);
});
