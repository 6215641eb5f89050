/**
 * Port of the listener that a request through the gateway is for, by its `Host`:
 * `NAME-PORT.elb.localhost` that of the port if there is one; else, and for any other host, that of
 * port 80; else the first. Undefined: there is no listener.
 */
export const listenerByHost = (
  host: string | undefined,
  ports: Iterable<number>,
): number | undefined => {
  const all = [...ports];
  const named = Number(/^[^.]*-(\d{1,5})\.elb\./i.exec(host ?? '')?.[1]);
  return [named, 80].find((port) => all.includes(port)) ?? all[0];
};
