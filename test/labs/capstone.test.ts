import { expect, test } from 'vitest';
import { questionOf } from '../../labs/capstone/health-question.ts';

const FORM = "-d 'username=tom&email=tom@cats.example&address=1+Basket+Lane'";
const TYPE = "-H 'Content-Type: application/x-www-form-urlencoded'";
const HERE = 'http://localhost:8080/';

/** Members of what a command lacks. */
const lacks = (...command: string[]) =>
  questionOf({ healthCheck: { command } }, 'tom').flatMap(({ member, met }) =>
    met ? [] : [member],
  );
const shell = (line: string) => lacks('CMD-SHELL', line);

test.each([
  `curl -f -s -X POST ${TYPE} ${FORM} ${HERE} || exit 1`,
  `curl -fsS ${FORM} ${HERE} || exit 1`,
  `curl --fail --request POST --data 'username=tom' --data email=a@b --data-urlencode "address=1 Lane" http://127.0.0.1:8080 || exit 1;`,
  `curl -f -d "username=tom&email=a&address=b" ${HERE} > /proc/1/fd/1 2>&1 || exit 1`,
])('%s is what the assignment asks for', (line) => {
  expect(shell(line)).toEqual([]);
});

test.each<[string, string[]]>([
  [`curl -s -X POST ${TYPE} ${FORM} ${HERE} || exit 1`, ['fails']],
  [`curl -f ${FORM} http://localhost/ || exit 1`, ['port']],
  [`curl -f ${FORM} http://example.org:8080/ || exit 1`, ['port']],
  [`curl -f -X PUT ${FORM} ${HERE} || exit 1`, ['method', 'type']],
  [`curl -f -H 'Content-Type: application/json' ${FORM} ${HERE} || exit 1`, ['type']],
  [`curl -f -d 'username=tom&email=&address=here' ${HERE} || exit 1`, ['fields']],
  [`curl -f ${FORM.replace('=tom&', '=felix&')} ${HERE} || exit 1`, ['visitor']],
  [`curl -f ${FORM} ${HERE} || exit 0`, ['exit']],
  [`curl -f ${FORM} ${HERE} || exit 1; true`, ['exit']],
  [`curl -f ${HERE} || exit 1`, ['method', 'type', 'fields', 'visitor']],
])('%s lacks %j', (line, members) => {
  expect(shell(line)).toEqual(members);
});

test('a check of another kind, and none at all, say what is missing', () => {
  expect(lacks('CMD', 'curl', '-f', HERE)).toContain('kind');
  expect(questionOf({}, 'tom').every(({ met }) => !met)).toBe(true);
});
