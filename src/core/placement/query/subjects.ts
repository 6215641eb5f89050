import type { FieldName, Subject } from './expression.ts';

const FIELD_NAMES: readonly FieldName[] = [
  'agentConnected',
  'agentVersion',
  'ec2InstanceId',
  'registeredAt',
  'runningTasksCount',
  'task:group',
];

/** As they are listed in an error. */
export const FIELDS = ['attribute:NAME', ...FIELD_NAMES];

/** AWS: Attribute.name. */
const ATTRIBUTE = /^attribute:([\w./\\-]{1,128})$/;

/** The subject of that name; undefined: there is none. */
export function subjectOf(text: string): Subject | undefined {
  const name = ATTRIBUTE.exec(text)?.[1];
  if (name !== undefined) return { type: 'attribute', name };
  const field = FIELD_NAMES.find((one) => one === text);
  return field === undefined ? undefined : { type: field };
}
