import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { isSelf, runtimePort } from './hosts.ts';
import { asWork, type Pace } from './pace.ts';

/** All names lead to this machine. */
const here = new Agent({
  connect: {
    lookup: (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
  },
});

/** `fetch` of a program: names of load balancers lead to the runtime, which knows them. */
export const fetchFrom =
  (pace: Pace, environment: Readonly<Record<string, string>>) =>
  (address: string | URL, options: RequestInit = {}): Promise<Response> => {
    const url = new URL(address);
    if (!isSelf(url.hostname, '')) url.port = String(runtimePort(environment));
    return asWork(pace, () => fetch(url, { ...options, dispatcher: here }));
  };
