import { Agent } from 'node:http';
import type { LookupFunction } from 'node:net';

/** Not every resolver knows names under `localhost`; they all are this machine. */
const lookup: LookupFunction = (_hostname, options, callback) => {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

/** Connects to 127.0.0.1 whatever the name, which goes out as `Host`. */
export function loopbackAgent(): Agent {
  return new Agent({ lookup, keepAlive: true });
}
