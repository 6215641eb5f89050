import { isPlainObject, type Plain, type PlainObject } from '../invoke/plain.ts';
import { pythonString, sortedKeys } from './python.ts';

/** A box of the table: a title over rows of cells; deeper members are indented. */
export interface Section {
  readonly title: string;
  readonly indent: number;
  headers: readonly string[];
  rows: (readonly string[])[];
}

/** Cuts a value into the sections of the AWS CLI's `table` output; none for an empty value. */
export function tableSections(title: string, value: Plain): Section[] {
  const sections: Section[] = [];
  addValue(sections, title, value, 0);
  return sections;
}

function addValue(
  sections: Section[],
  title: string | undefined,
  value: Plain,
  indent: number,
): void {
  if (isEmpty(value)) return;
  if (title !== undefined) sections.push({ title, indent, headers: [], rows: [] });
  if (Array.isArray(value)) addList(sections, title, value, indent);
  else if (isPlainObject(value)) addObject(sections, value, indent);
}

function addList(
  sections: Section[],
  title: string | undefined,
  items: readonly Plain[],
  indent: number,
): void {
  if (isPlainObject(items[0])) {
    addObjects(sections, title ?? '', items.filter(isPlainObject), indent);
    return;
  }
  for (const item of items) {
    if (!Array.isArray(item)) addRow(sections, [item]);
    else if (item.every(isScalar)) addRow(sections, item);
    else addValue(sections, undefined, item, indent);
  }
}

function addObject(sections: Section[], object: PlainObject, indent: number): void {
  const { scalars, nested } = partition([object]);
  const [only] = scalars;
  if (scalars.length === 1 && only !== undefined) addRow(sections, [only, object[only] ?? null]);
  else if (scalars.length > 1) {
    setHeaders(sections, scalars);
    addRow(
      sections,
      scalars.map((key) => object[key] ?? null),
    );
  }
  for (const key of nested) addValue(sections, key, object[key] ?? null, indent + 1);
}

/** Where elements have nested members, each element is a section of its own. */
function addObjects(
  sections: Section[],
  title: string,
  objects: readonly PlainObject[],
  indent: number,
): void {
  const { scalars, nested } = partition(objects);
  for (const [index, object] of objects.entries()) {
    if (index > 0 && nested.length > 0) sections.push({ title, indent, headers: [], rows: [] });
    if (index === 0 || nested.length > 0) setHeaders(sections, scalars);
    addRow(
      sections,
      scalars.map((key) => object[key] ?? (key in object ? null : '')),
    );
    for (const key of nested) {
      if (key in object) addValue(sections, key, object[key] ?? null, indent + 1);
    }
  }
}

function partition(objects: readonly PlainObject[]): { scalars: string[]; nested: string[] } {
  const scalars = new Set<string>();
  const nested = new Set<string>();
  for (const object of objects) {
    for (const [key, value] of Object.entries(object))
      (isScalar(value) ? scalars : nested).add(key);
  }
  return { scalars: sortedKeys(scalars), nested: sortedKeys(nested) };
}

function setHeaders(sections: Section[], headers: readonly string[]): void {
  const section = sections.at(-1);
  if (section !== undefined) section.headers = headers;
}

function addRow(sections: Section[], cells: readonly Plain[]): void {
  sections.at(-1)?.rows.push(cells.map(pythonString));
}

function isScalar(value: Plain | undefined): boolean {
  return typeof value !== 'object' || value === null;
}

function isEmpty(value: Plain): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isPlainObject(value)) return Object.keys(value).length === 0;
  return value === null || value === '' || value === 0 || value === false;
}
