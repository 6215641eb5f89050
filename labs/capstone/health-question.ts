// What the command of the health check must say, point by point.
import { type Container, fields, port, type Wish } from './wanted.ts';

const FORM = 'application/x-www-form-urlencoded';

/** Each point is worth the same. `visitor`: who signs up. */
export const questionOf = ({ healthCheck }: Container, visitor: string): Wish[] => {
  const [kind = 'no health check', ...rest] = healthCheck?.command ?? [];
  const text = rest.join(' ');
  const [, url = 'nowhere'] = /(https?:\/\/[^\s'"]+)/.exec(text) ?? [];
  const type = /content-type: *([^'";]+)/i.exec(text)?.[1]?.trim() ?? (posts(text) ? FORM : 'none');
  const form = formIn(text);
  const missing = fields.filter((field) => !form.get(field));
  const username = form.get('username') ?? 'nobody';
  const wish = (member: string, met: boolean, wanted: string, found: string): Wish => ({
    ...{ member, met, wanted, found },
  });
  return [
    wish('kind', kind === 'CMD-SHELL', 'CMD-SHELL', kind),
    wish('fails', FAILS.test(text), 'curl -f', 'a curl that takes any answer for a good one'),
    wish('port', isHere(url), `http://localhost:${port}/`, url),
    wish('method', posts(text), 'a POST', 'no POST'),
    wish('type', type === FORM, FORM, type),
    wish(
      'fields',
      missing.length === 0,
      `the fields ${fields.join(', ')}`,
      `no ${missing.join(', ')}`,
    ),
    wish('visitor', username === visitor, `username=${visitor}`, `username=${username}`),
    wish('exit', EXIT.test(text), '|| exit 1 at its end', ending(text)),
  ];
};

const FAILS = /\bcurl\b.* (-[a-zA-Z]*f[a-zA-Z]*|--fail|--fail-with-body)( |$)/;
const EXIT = /\|\| *exit 1 *;?\s*$/;
const DATA = / (?:-[a-zA-Z]*d|--data[a-z-]*)[ =]?(?:'([^']*)'|"([^"]*)"|(\S+))/g;

/** With data curl posts by itself, unless it is told otherwise. */
const posts = (text: string): boolean => {
  const [, method] = / (?:-X|--request)[ =]?['"]?([A-Za-z]+)/.exec(text) ?? [];
  return method === undefined ? text.search(DATA) >= 0 : method === 'POST';
};

const formIn = (text: string): URLSearchParams =>
  new URLSearchParams(
    [...text.matchAll(DATA)]
      .map(([, single, double, bare]) => single ?? double ?? bare ?? '')
      .join('&'),
  );

const isHere = (url: string): boolean =>
  new RegExp(`^http://(localhost|127\\.0\\.0\\.1):${port}(/|$)`).test(url);

const ending = (text: string): string => `an end of "${text.slice(-20)}"`;
