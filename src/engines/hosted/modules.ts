import fs from 'node:fs';
import http, { type ClientRequestArgs, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import os from 'node:os';
import { isSelf, runtimePort } from './hosts.ts';
import type { ProgramPlace } from './node-program.ts';
import { pause } from './pace.ts';
import { ProgramServer } from './program-server.ts';

const requireForReal = createRequire(import.meta.url);

/**
 * `require` for a program: modules of Node.js, of which those that reach outside reach what its
 * container reaches. `opened` hears of each server that the program makes.
 */
export const modulesFor = (
  place: ProgramPlace,
  opened: (server: ProgramServer) => void,
): ((name: string) => unknown) => {
  const { network, pace, hostname, environment, file } = place;
  const connectionTo = ({ hostname: host, host: other, port }: ClientRequestArgs) => {
    const name = host ?? other ?? 'localhost';
    return isSelf(name, hostname)
      ? network.connect(Number(port ?? 80))
      : connect(runtimePort(environment), '127.0.0.1');
  };
  const modules: Readonly<Record<string, object>> = {
    'node:http': {
      ...http,
      createServer: (listener: RequestListener) => {
        const server = new ProgramServer(network, pace, listener);
        opened(server);
        return server;
      },
      request: (url: URL, options: ClientRequestArgs) => {
        const { hostname: host, port } = url;
        const createConnection = () =>
          connectionTo({ hostname: host, port: port === '' ? 80 : port });
        const { agent: _none, ...rest } = options;
        return http.request(url, { ...rest, createConnection });
      },
    },
    'node:os': { ...os, hostname: () => hostname },
    'node:timers/promises': { setTimeout: (delay: number) => pause(pace, delay) },
    'node:fs': {
      ...fs,
      mkdirSync: (path: string, options: fs.MakeDirectoryOptions) =>
        fs.mkdirSync(file(path), options),
      openSync: (path: string, flags: string) => fs.openSync(file(path), flags),
      readFileSync: (path: string, encoding: BufferEncoding) =>
        fs.readFileSync(file(path), encoding),
      createWriteStream: (path: string) => fs.createWriteStream(file(path)),
    },
  };
  return (name) => modules[name] ?? requireForReal(name);
};
