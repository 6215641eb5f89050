import { isPlainObject, type Plain, type PlainObject } from './plain.ts';

const DOCUMENTS = ['AssumeRolePolicyDocument', 'PolicyDocument', 'Document'];

/** IAM answers policies as URL-encoded text; the AWS CLI shows the JSON that is in it. */
export function withPolicyDocuments(answer: PlainObject): PlainObject {
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      typeof value === 'string' && DOCUMENTS.includes(name) ? decoded(value) : inside(value),
    ]),
  );
}

const inside = (value: Plain): Plain => {
  if (Array.isArray(value)) return value.map(inside);
  return isPlainObject(value) ? withPolicyDocuments(value) : value;
};

const decoded = (text: string): Plain => {
  try {
    return JSON.parse(decodeURIComponent(text));
  } catch {
    return text;
  }
};
