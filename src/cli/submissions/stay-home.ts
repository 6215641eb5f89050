import { Socket } from 'node:net';

const HERE = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|::1)$/i;

/**
 * From now on this process connects to nothing but itself and this machine's own sockets. The
 * runtime of a submission needs no more, and what a stranger's health check or hook asks for must
 * not leave the machine. No name is looked up for it either.
 */
export const stayHome = (): void => {
  Socket.prototype.connect = new Proxy(Socket.prototype.connect, {
    apply: (connect, socket: Socket, args: unknown[]) => {
      const host = hostOf(args);
      if (host === undefined || HERE.test(host)) return Reflect.apply(connect, socket, args);
      const error = new Error(`The runtime of a submission does not connect to ${host}.`);
      // Later, as any failure to connect: by then somebody listens.
      setImmediate(() => socket.destroy(Object.assign(error, { code: 'ECONNREFUSED' })));
      return socket;
    },
  });
};

/** As `connect` takes it: options, a list that begins with them, or a port and a host. */
const hostOf = ([first, second]: readonly unknown[]): string | undefined => {
  if (Array.isArray(first)) return hostOf(first);
  if (typeof first === 'object' && first !== null) {
    return 'host' in first && typeof first.host === 'string' ? first.host : undefined;
  }
  return typeof second === 'string' ? second : undefined;
};
