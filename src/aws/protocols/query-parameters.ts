import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef } from '@smithy/types';

/** One level of dotted parameter names: `Filter.1.Value.2=x`. */
interface Node {
  value?: string;
  readonly children: Map<string, Node>;
}

/**
 * The input that the parameters stand for, in the form it would have as JSON, so that one reader
 * checks both. What does not look like the number or boolean it should be stays a string.
 */
export function inputFromParameters(
  schema: $SchemaRef,
  parameters: URLSearchParams,
  flavour: 'query' | 'ec2',
): unknown {
  const root: Node = { children: new Map() };
  for (const [name, value] of parameters) {
    let node = root;
    for (const step of name.split('.', 32)) {
      let child = node.children.get(step);
      if (child === undefined) {
        child = { children: new Map() };
        node.children.set(step, child);
      }
      node = child;
    }
    node.value = value;
  }

  const convert = (shape: NormalizedSchema, node: Node): unknown => {
    const flat = flavour === 'ec2' || shape.getMergedTraits().xmlFlattened !== undefined;
    if (shape.isStructSchema()) {
      const members: [string, unknown][] = [];
      for (const [name, member] of shape.structIterator()) {
        const child = node.children.get(parameterName(name, member, flavour));
        if (child !== undefined) members.push([name, convert(member, child)]);
      }
      return Object.fromEntries(members);
    }
    if (shape.isListSchema()) {
      const member = shape.getValueSchema();
      const items = flat ? node : node.children.get(member.getMergedTraits().xmlName ?? 'member');
      return numbered(items).map((item) => convert(member, item));
    }
    if (shape.isMapSchema()) {
      const entries = numbered(flat ? node : node.children.get('entry'));
      return Object.fromEntries(
        entries.map((entry) => {
          const value = entry.children.get('value');
          const key = entry.children.get('key')?.value ?? '';
          return [key, value === undefined ? null : convert(shape.getValueSchema(), value)];
        }),
      );
    }
    return scalar(shape, node.value ?? '');
  };

  const input = NormalizedSchema.of(schema);
  return input.isUnitSchema() ? {} : convert(input, root);
}

function parameterName(name: string, member: NormalizedSchema, flavour: 'query' | 'ec2'): string {
  const { xmlName = name, ec2QueryName } = member.getMergedTraits();
  if (flavour === 'query') return xmlName;
  const key = typeof ec2QueryName === 'string' ? ec2QueryName : xmlName;
  return key.charAt(0).toUpperCase() + key.slice(1);
}

/** Children `1`, `2`, `3` …, in that order whatever order they came in. */
function numbered(node: Node | undefined): Node[] {
  return [...(node?.children ?? [])]
    .filter(([step]) => /^\d{1,9}$/.test(step))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function scalar(shape: NormalizedSchema, text: string): unknown {
  if (shape.isNumericSchema() && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (shape.isBooleanSchema() && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
