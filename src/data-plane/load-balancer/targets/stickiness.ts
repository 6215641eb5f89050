/** AWS: the load balancer's cookies of application-based stickiness live for 7 days. */
const WEEK_MS = 7 * 24 * 3600 * 1000;

/** Which cookies tie a client to a target group, and to a target of one. */
export const GROUP_COOKIE = 'AWSALBTG';
export const TARGET_COOKIE = 'AWSALB';
export const APPLICATION_COOKIE = 'AWSALBAPP-0';

/** Value of the cookie of that name in a `Cookie` header. */
export const readCookie = (header: string | undefined, name: string): string | undefined => {
  if (header === undefined) return undefined;
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at >= 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
};

/** What a cookie says: to whom it ties the client, and since when. */
export const stickyValue = (key: string, now: number): string =>
  Buffer.from(`${Math.round(now).toString(36)}.${key}`).toString('base64url');

/** To whom a cookie ties the client; undefined: to nobody (any more), or it is not one of ours. */
export const stuckTo = (
  value: string | undefined,
  duration: number,
  now: number,
): string | undefined => {
  if (value === undefined) return undefined;
  const [, since = '', key] =
    /^([0-9a-z]{1,11})\.([\w-]+)$/.exec(Buffer.from(value, 'base64url').toString('latin1')) ?? [];
  return Number.parseInt(since, 36) + duration >= now ? key : undefined;
};

/**
 * `Set-Cookie` values as ALB writes them: with `Expires`, and once more with `SameSite=None` for
 * browsers that send it across origins only then.
 */
export const stickyCookies = (
  name: typeof GROUP_COOKIE | typeof TARGET_COOKIE,
  key: string,
  duration: number,
  now: number,
): string[] => {
  const rest = `=${stickyValue(key, now)}; Expires=${expires(now + duration)}; Path=/`;
  return [`${name}${rest}`, `${name}CORS${rest}; SameSite=None`];
};

export const applicationCookie = (key: string, now: number): string =>
  `${APPLICATION_COOKIE}=${stickyValue(key, now)}; Expires=${expires(now + WEEK_MS)}; Path=/`;

/** To the second, and never too early. */
const expires = (time: number): string => new Date(Math.ceil(time / 1000) * 1000).toUTCString();
