// Loaded into every Node.js program of a container. Containers of the process engine share this
// machine's network; here each task gets ports of its own. A program may listen on 80 or 8080 in
// every copy: it really listens on 127.0.0.1 at a port that is free on this machine, and
// connections to localhost within the task go there.
//
// Load balancers are found by their names at the runtime, which passes on what is asked of them.
//
// ECS_WORKBOOK_PORTS names a folder with a file for each port of the task; its name is the port
// that programs speak of, its content the real one. Without it (host mode) ports are what they are.
// ECS_WORKBOOK_LINKS: such folders of other containers, by the name of the link, in JSON.
'use strict';
const { errorMonitor } = require('node:events');
const { readFileSync, writeFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const os = require('node:os');
const { join } = require('node:path');

const LOOPBACK = '127.0.0.1';
const folder = process.env.ECS_WORKBOOK_PORTS;
const hostname = process.env.HOSTNAME;
const containerPort = Symbol('containerPort');
const links = JSON.parse(process.env.ECS_WORKBOOK_LINKS ?? '{}');
const known = new Map();

const isPort = (value) =>
  typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));

function hostPortOf(port, ports = folder) {
  if (ports === undefined) return port;
  const file = join(ports, String(port));
  const cached = known.get(file);
  if (cached !== undefined) return cached;
  try {
    const hostPort = Number(readFileSync(file, 'utf8'));
    if (!(hostPort > 0)) return undefined;
    known.set(file, hostPort);
    return hostPort;
  } catch {
    // Nobody there has spoken of that port.
    return undefined;
  }
}

/** The options of `listen` in their one full form; undefined: it is no TCP port. */
function listenOptions(args) {
  const [first] = args;
  if (first === undefined || first === null || typeof first === 'function') return { port: 0 };
  if (isPort(first))
    return { port: Number(first), ...(isPort(args[2]) ? { backlog: Number(args[2]) } : {}) };
  if (typeof first !== 'object' || !isPort(first.port) || first.fd !== undefined) return undefined;
  return { ...first, port: Number(first.port) };
}

const { listen, address } = net.Server.prototype;
net.Server.prototype.listen = function (...args) {
  const options = listenOptions(args);
  if (options === undefined) return listen.apply(this, args);
  const { port } = options;
  const hostPort = port === 0 ? 0 : hostPortOf(port);
  if (port !== 0) {
    this[containerPort] = port;
    this.once(errorMonitor, (error) => {
      error.message = error.message.replace(`${LOOPBACK}:${error.port}`, `0.0.0.0:${port}`);
      error.port = port;
    });
    if (hostPort === undefined)
      this.once('listening', () => {
        writeFileSync(join(folder, String(port)), String(address.call(this).port));
      });
  }
  const callback = args.findLast((argument) => typeof argument === 'function');
  const rest = callback ? [callback] : [];
  return listen.call(this, { ...options, host: LOOPBACK, port: hostPort ?? 0 }, ...rest);
};

net.Server.prototype.address = function () {
  const real = address.call(this);
  const port = this[containerPort];
  return port === undefined || real === null || typeof real === 'string'
    ? real
    : { ...real, address: '0.0.0.0', port };
};

const isLocal = (host) =>
  host === undefined ||
  host === null ||
  host === 'localhost' ||
  host === '::1' ||
  host === '0.0.0.0' ||
  host === hostname ||
  /^127(\.\d+){3}$/.test(host);

/** Where nothing listens, as nothing does at a port that a linked container has not spoken of. */
const NOWHERE = 1;

/** Of the runtime, which is on this machine as we are. */
const metadata = process.env.ECS_CONTAINER_METADATA_URI_V4;
const runtimePort = metadata === undefined ? undefined : Number(new URL(metadata).port || 80);

/** The real port behind what a program connects to; undefined: it is none of ours. */
const destinationOf = (host, port) => {
  if (isLocal(host)) return hostPortOf(port);
  if (/\.elb\.localhost$/i.test(host)) return runtimePort;
  return Object.hasOwn(links, host) ? (hostPortOf(port, links[host]) ?? NOWHERE) : undefined;
};

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  // net.connect hands over its arguments in an array that carries a mark: keep the array.
  const list = Array.isArray(args[0]) ? args[0] : args;
  const [first] = list;
  if (isPort(first)) {
    const host = typeof list[1] === 'string' ? list[1] : undefined;
    const hostPort = destinationOf(host, Number(first));
    if (hostPort !== undefined) list.splice(0, host === undefined ? 1 : 2, hostPort, LOOPBACK);
  } else if (first && typeof first === 'object' && isPort(first.port) && !first.path) {
    const hostPort = destinationOf(first.host, Number(first.port));
    if (hostPort !== undefined)
      list[0] = { ...first, port: hostPort, host: LOOPBACK, family: 4, localAddress: undefined };
  }
  return connect.apply(this, args);
};

if (hostname !== undefined) os.hostname = () => hostname;
syncBuiltinESMExports();
