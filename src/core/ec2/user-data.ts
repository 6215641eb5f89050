import { type ShellCommand, shellCommands, type Word } from './shell-commands.ts';

const CONFIGURATION_FILE = '/etc/ecs/ecs.config';
/** EC2's own limit of user data; what a script could grow beyond it by variables is cut off. */
const LONGEST_TEXT = 16_384;
const WITHOUT_OUTPUT = '';

/**
 * What the user data would write into /etc/ecs/ecs.config, read from it without running it: the
 * `NAME=value` lines of `echo`, `printf` and `cat` with `>`, `>>` or `tee`. As at a real boot, what
 * is no script (`#!`), no MIME multi-part with scripts and no `#cloud-config` does nothing.
 * Throws nothing, whatever the text.
 */
export function agentConfigurationIn(userData: string): Record<string, string> {
  const configuration = new Map<string, string>();
  const file = { text: '' };
  for (const script of scriptsIn(userData)) runScript(script, file, 0);
  for (const line of file.text.split('\n')) {
    const [, name, value = ''] = /^\s*([A-Za-z_]\w*)=(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) configuration.set(name, unquoted(value));
  }
  return Object.fromEntries(configuration);
}

const unquoted = (value: string): string => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;

/** The scripts that cloud-init would run. */
function scriptsIn(userData: string): string[] {
  const text = userData.replaceAll('\r\n', '\n').trimStart();
  if (/^#!|^#cloud-boothook/.test(text)) return [text];
  if (text.startsWith('#cloud-config')) return [commandsOfCloudConfig(text)];
  if (!/^(?:mime-version|content-type):/i.test(text)) return [];
  const boundary = /boundary="?([^"\n;]+)"?/i.exec(text)?.[1]?.trim();
  if (boundary === undefined) return [];
  return text
    .split(`\n--${boundary}`)
    .slice(1)
    .map((part) => /^(.*?)\n\s*\n(.*)$/s.exec(part.trimStart()) ?? [])
    .filter(([, head = '']) => /content-type:\s*text\/(?:x-shellscript|cloud-boothook)/i.test(head))
    .map(([, , body = '']) => body);
}

/** The items of `runcmd` and `bootcmd` that are written as one text. */
const commandsOfCloudConfig = (text: string): string =>
  text
    .split('\n')
    .flatMap((line) => {
      const item = /^\s*-\s+(.+?)\s*$/.exec(line)?.[1];
      return item === undefined ? [] : [unquoted(item)];
    })
    .join('\n');

/** Words that stand before a command and change nothing about what it prints. */
const PREFIXES = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', 'time']);
const PRIVILEGE = new Set(['sudo', '-E', '-H', '-n', 'command', 'exec']);

function runScript(script: string, file: { text: string }, depth: number): void {
  const variables = new Map<string, string>();
  /** What `{ … }` has printed so far, innermost last. */
  const groups: string[] = [];
  let piped: string | undefined;

  const expand = (word: Word): string =>
    word
      .map((part) => (typeof part === 'string' ? part : (variables.get(part.variable) ?? '')))
      .join('')
      .slice(0, LONGEST_TEXT);

  const write = (name: string, append: boolean, text: string) => {
    if (name === CONFIGURATION_FILE)
      file.text = ((append ? file.text : '') + text).slice(-4 * LONGEST_TEXT);
  };

  const take = (command: ShellCommand) => {
    const words = command.words.map(expand);
    while (words[0] !== undefined && PREFIXES.has(words[0])) words.shift();
    while (words[0] === '{') {
      groups.push('');
      words.shift();
    }
    const input = command.input === undefined ? piped : expand(command.input);
    const closes = words[0] === '}';
    const printed = closes ? (groups.pop() ?? '') : run(words, input ?? '');
    piped = command.piped ? printed : undefined;
    for (const { file, append } of command.outputs) write(expand(file), append, printed);
    const enclosing = groups.length - 1;
    if (command.outputs.length === 0 && !command.piped && groups[enclosing] !== undefined)
      groups[enclosing] = (groups[enclosing] + printed).slice(-4 * LONGEST_TEXT);
  };

  /** What the command prints. */
  const run = (given: readonly string[], input: string): string => {
    const words = [...given];
    if (words[0] === 'export' || words[0] === 'local') words.shift();
    while (words[0] !== undefined && assign(words[0])) words.shift();
    while (words[0] !== undefined && PRIVILEGE.has(words[0])) words.shift();
    const [name, ...rest] = words;
    switch (name) {
      case 'echo':
        return echo(rest);
      case 'printf':
        return printf(rest);
      case 'cat':
        return rest.every((word) => word === '-') ? input : WITHOUT_OUTPUT;
      case 'tee': {
        const append = rest.includes('-a') || rest.includes('--append');
        for (const word of rest) write(word, append, input);
        return input;
      }
      case 'bash':
      case 'sh': {
        const [flag, script] = rest;
        if (depth === 0 && /^-\w*c$/.test(flag ?? '')) runScript(script ?? '', file, depth + 1);
        return WITHOUT_OUTPUT;
      }
      default:
        return WITHOUT_OUTPUT;
    }
  };

  const assign = (word: string): boolean => {
    const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
    if (name !== undefined) variables.set(name, value);
    return name !== undefined;
  };

  for (const command of shellCommands(script)) take(command);
}

function echo(words: readonly string[]): string {
  const first = words.findIndex((word) => !/^-[neE]+$/.test(word));
  const flags = words.slice(0, first < 0 ? undefined : first).join('');
  const text = first < 0 ? '' : words.slice(first).join(' ');
  return (flags.includes('e') ? escapes(text) : text) + (flags.includes('n') ? '' : '\n');
}

/** The format as often as there are arguments for it, as in a shell. */
function printf([format = '', ...given]: readonly string[]): string {
  const values = [...given];
  let text = '';
  do {
    const before = values.length;
    text += escapes(format).replace(/%([sbqd%])/g, (_, kind: string) =>
      kind === '%' ? '%' : (values.shift() ?? ''),
    );
    if (values.length === before) break;
  } while (values.length > 0 && text.length < LONGEST_TEXT);
  return text.slice(0, LONGEST_TEXT);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '', '\\': '\\', '"': '"' };
const escapes = (text: string): string =>
  text.replace(/\\([ntr\\"])/g, (all, letter: string) => ESCAPES[letter] ?? all);
