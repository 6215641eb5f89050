import type { Instance } from '../../core/model/instance.ts';
import { instanceToken } from './instance-token.ts';
import type { Way } from './way.ts';

/** The way to a port in the instance's own network; undefined: it has no gateway. */
export const wayInto = (
  { gatewayPort, instanceArn }: Instance,
  port: number,
  token: string,
): Way | undefined =>
  gatewayPort === undefined
    ? undefined
    : { port, gateway: { port: gatewayPort, token: instanceToken(token, instanceArn) } };
