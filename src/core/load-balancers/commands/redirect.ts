import type { ListenerAction } from '../../model/index.ts';
import type { ActionInput } from '../commands.ts';
import { checkPort, invalidAction, validationError } from './errors.ts';

const UNCHANGED = {
  protocol: '#{protocol}',
  host: '#{host}',
  port: '#{port}',
  path: '/#{path}',
  query: '#{query}',
};

/** What is not given stays as it was asked for. */
export function redirect({ RedirectConfig: given }: ActionInput): ListenerAction {
  if (given === undefined)
    throw validationError("A 'RedirectConfig' must be specified with actions of type 'redirect'");
  const { StatusCode: statusCode } = given;
  if (statusCode !== 'HTTP_301' && statusCode !== 'HTTP_302')
    throw validationError(`Redirect status code '${statusCode}' must be HTTP_301 or HTTP_302`);
  const to = {
    protocol: given.Protocol ?? UNCHANGED.protocol,
    host: given.Host ?? UNCHANGED.host,
    port: given.Port ?? UNCHANGED.port,
    path: given.Path ?? UNCHANGED.path,
    query: given.Query ?? UNCHANGED.query,
  };
  const check = (member: keyof typeof to, pattern: RegExp, expected: string) => {
    if (pattern.test(to[member])) return;
    const found = to[member].slice(0, 150);
    throw validationError(`The redirect ${member} '${found}' is not valid. Expected ${expected}.`);
  };
  check('protocol', /^(HTTP|HTTPS|#\{protocol\})$/, 'HTTP, HTTPS or #{protocol}');
  check('host', /^\S{1,128}$/, '1 to 128 characters without spaces');
  check('port', /^(\d{1,9}|#\{port\})$/, '1 to 65535 or #{port}');
  if (to.port !== UNCHANGED.port) checkPort('port', Number(to.port));
  check('path', /^\/\S{0,127}$/, "at most 128 characters without spaces, the first of them '/'");
  check(
    'query',
    /^[^?\s]\S{0,127}$|^$/,
    "at most 128 characters without spaces, and no leading '?'",
  );
  const { protocol, host, port, path } = to;
  // AWS: who comes back has the same request, if none of these differs.
  if (
    protocol !== 'HTTPS' &&
    host === UNCHANGED.host &&
    port === UNCHANGED.port &&
    path === UNCHANGED.path
  ) {
    throw invalidAction(
      'The redirect configuration is not valid because it creates a loop: change at least one of protocol, host, port and path.',
    );
  }
  return { type: 'redirect', statusCode, ...to };
}
