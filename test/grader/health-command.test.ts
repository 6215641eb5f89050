import { expect, test } from 'vitest';
import { askedBy, mistakeIn } from '../../grader/expect/health-command.ts';

const shell = (text: string) => ['CMD-SHELL', text];

test.each([
  ['curl -f http://localhost/health || exit 1', { port: 80, path: '/health' }],
  ['curl -f https://localhost', { port: 443, path: '/' }],
  ["curl -f -d 'a=b' 'http://127.0.0.1:8080/a?b=c' || exit 1", { port: 8080, path: '/a?b=c' }],
  ['curl -f http://example.com/', undefined],
  ['pgrep node', undefined],
])('%s asks at %o', (text, asked) => {
  expect(askedBy(shell(text))).toEqual(asked);
});

test.each([
  ['curl -f -s http://localhost/health || exit 1', undefined],
  ['curl -sf http://localhost:80/health', undefined],
  ['curl --fail http://localhost/health || exit 1', undefined],
  ['wget -q -O - http://localhost/health || exit 1', undefined],
  ['curl -f -s http://localhost/health || exit 0', 'always yes'],
  ['curl -f -s http://localhost/health ; exit 0', 'always yes'],
  ['curl -f -s http://localhost/health || true', 'always yes'],
  ['exit 0', 'always yes'],
  ['curl -s http://localhost/health || exit 1', 'no -f'],
  ['curl -s -X GET --form http://localhost/health || exit 1', 'no -f'],
  ['curl -f -s http://localhost/healthy || exit 1', 'place'],
  ['curl -f -s http://localhost:8080/health || exit 1', 'place'],
  ['exit 1', 'place'],
])('%s, where /health of port 80 is to be asked: %s', (text, mistake) => {
  expect(mistakeIn(shell(text), { port: 80, path: '/health' })).toBe(mistake);
});

test('no command, and the command NONE, ask nothing', () => {
  expect(mistakeIn(undefined, { port: 80 })).toBe('none');
  expect(mistakeIn(['NONE'], { port: 80 })).toBe('none');
});

const post = (options: string) => `curl -f ${options} http://localhost:8080/ || exit 1`;

test.each([
  [post("-X POST -d 'name=tom&mail=a@b'"), undefined],
  [post('-d name=tom -d mail=a@b'), undefined],
  [
    post("-H 'Content-Type: application/x-www-form-urlencoded' --data-urlencode 'name=t' -d mail="),
    undefined,
  ],
  [post("-H 'content-type: application/json' -d 'name=tom&mail=a@b'"), 'form'],
  [post("-d 'name=tom&email=a@b'"), 'form'],
  [post("-H 'name=tom&mail=a@b'"), 'form'],
  ["curl -f -d 'name=tom&mail=a@b' http://localhost/ || exit 1", 'place'],
])('%s, where a form with name and mail is to be posted: %s', (text, mistake) => {
  expect(mistakeIn(shell(text), { port: 8080, form: ['name', 'mail'] })).toBe(mistake);
});
