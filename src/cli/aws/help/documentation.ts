import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What AWS writes about an operation and the members of its input. */
export interface Documentation {
  readonly description: readonly string[];
  readonly members: ReadonlyMap<string, MemberDocumentation>;
}

export interface MemberDocumentation {
  /** Paragraphs. */
  readonly text: readonly string[];
  /** The values it may have, where they are known. */
  readonly values: readonly string[];
}

/**
 * Reads the documentation out of the type declarations that come with an SDK package; empty where
 * the package has none.
 */
export function readDocumentation(
  sdk: string,
  operation: string,
  inputName: string | undefined,
): Documentation {
  try {
    const types = join(packageFolder(sdk), 'dist-types');
    const command = readFileSync(join(types, 'commands', `${operation}Command.d.ts`), 'utf8');
    const [, comment = ''] =
      /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export declare class/.exec(command) ?? [];
    const input = inputName === undefined ? '' : interfaceBody(join(types, 'models'), inputName);
    return {
      description: paragraphs(comment),
      members: readMembers(input, comment),
    };
  } catch {
    return { description: [], members: new Map() };
  }
}

function packageFolder(sdk: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${sdk}/package.json`));
}

function interfaceBody(folder: string, name: string): string {
  for (const file of readdirSync(folder)) {
    const source = readFileSync(join(folder, file), 'utf8');
    const start = source.indexOf(`export interface ${name} {`);
    if (start >= 0) return source.slice(start, source.indexOf('\n}', start));
  }
  return '';
}

function readMembers(body: string, comment: string): Map<string, MemberDocumentation> {
  const members = new Map<string, MemberDocumentation>();
  for (const [, text = '', name = ''] of body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*(\w+)\??:/g)) {
    members.set(name, { text: paragraphs(text), values: exampleValues(name, comment) });
  }
  return members;
}

/** The example in a command's comment lists an enumeration as `launchType: "EC2" || "FARGATE"`. */
function exampleValues(member: string, comment: string): string[] {
  const line = new RegExp(`^ \\* {3}${member}: ("[^"]*"(?: \\|\\| "[^"]*")*),`, 'm').exec(comment);
  const values = [...(line?.[1] ?? '').matchAll(/"([^"]*)"/g)].map(([, value = '']) => value);
  return values.includes('STRING_VALUE') ? [] : values;
}

/** The comment's own text, before its tags, as paragraphs without mark-up. */
function paragraphs(comment: string): string[] {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
  const tag = lines.findIndex((line) => line.startsWith('@'));
  const text = lines.slice(0, tag < 0 ? undefined : tag).join(' ');
  return text
    .replace(/<li>\s*(<p>)?/g, '\n* ')
    .replace(/<note>\s*(<p>)?/g, '\nNote: ')
    .replace(/<(important|caution)>\s*(<p>)?/g, '\nImportant: ')
    .replace(/<\/?(p|ul|ol|dl|dt|dd|note|important|li)[^>]*>/g, '\n')
    .replace(/<\/?code>/g, '`')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|amp|quot|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replaceAll('{@link ', '')
    .split('\n')
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '' && paragraph !== '*');
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  nbsp: ' ',
};
