import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef } from '@smithy/types';
import fc from 'fast-check';

const word = fc.constantFrom(
  'cats',
  'web',
  'containerofcats',
  'containerofcats:1',
  'arn:aws:ecs:us-east-1:111122223333:cluster/cats',
  'arn:aws:ecs:us-east-1:111122223333:service/cats/web',
  'arn:aws:ecs:us-east-1:111122223333:task-definition/containerofcats:1',
  'FARGATE',
  'awsvpc',
  '512',
  '1024',
  'TAGS',
  'ACTIVE',
  'bm9uc2Vuc2U',
  '',
  '__proto__',
  'arn:',
  ':',
  '%',
  "'; --",
  '\u0000\ud800',
);
const anything = fc.jsonValue({ maxDepth: 2 });

/** JSON that looks more or less like an input of that schema: right, wrong, missing, too much. */
export function arbitraryInput(schema: $SchemaRef): fc.Arbitrary<unknown> {
  const of = (shape: NormalizedSchema, depth: number): fc.Arbitrary<unknown> => {
    const right = rightOf(shape, depth);
    return fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: anything });
  };
  const rightOf = (shape: NormalizedSchema, depth: number): fc.Arbitrary<unknown> => {
    if (depth > 5) return anything;
    if (shape.isStructSchema()) {
      const members = [...shape.structIterator()].map(([name, member]) => [
        name,
        of(member, depth + 1),
      ]);
      const definition = shape.getSchema();
      const required = Array.isArray(definition) ? Number(definition[6] ?? 0) : 0;
      const optional = members.slice(required);
      return fc
        .tuple(
          fc.record(Object.fromEntries(members.slice(0, required))),
          fc
            .subarray(optional, { maxLength: Math.min(4, optional.length) })
            .chain((some) => fc.record(Object.fromEntries(some))),
        )
        .map(([always, sometimes]) => ({ ...always, ...sometimes }));
    }
    if (shape.isListSchema())
      return fc.array(of(shape.getValueSchema(), depth + 1), { maxLength: 3 });
    if (shape.isMapSchema()) {
      return fc.dictionary(word, of(shape.getValueSchema(), depth + 1), { maxKeys: 3 });
    }
    if (shape.isNumericSchema()) {
      return fc.oneof(fc.integer({ min: -1, max: 300 }), fc.constantFrom(80, 1e9, 2 ** 40, 1e300));
    }
    if (shape.isBooleanSchema()) return fc.boolean();
    if (shape.isStringSchema()) return fc.oneof(word, fc.string({ unit: 'binary', maxLength: 20 }));
    return anything;
  };
  return of(NormalizedSchema.of(schema), 0);
}
