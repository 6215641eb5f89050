/** What the command of a health check is to ask. */
export interface Question {
  readonly port: number;
  /** Default: any. */
  readonly path?: string | undefined;
  /** Names of the fields of a form that it posts; default: it need not post one. */
  readonly form?: readonly string[] | undefined;
}

/**
 * What is wrong with the command of a health check: there is none; it says yes whatever happens; its
 * curl takes any answer for a good one; it asks elsewhere; it does not post that form.
 */
export type CommandMistake = 'none' | 'always yes' | 'no -f' | 'place' | 'form';

const LOCAL_URL = /(https?):\/\/(?:localhost|127\.0\.0\.1)(?::(\d+))?(\/[^\s'"]*)?/;
const SAYS_YES = /\bexit 0\b|(\|\||;) *(true|:)( |$)/;
const FAIL_OPTION = / (-[a-zA-Z]*f[a-zA-Z]*|--fail|--fail-with-body) /;

/** Where a command asks its own container; undefined: nowhere. */
export const askedBy = (
  command: readonly string[],
): { readonly port: number; readonly path: string } | undefined => {
  const [, scheme, port, path = '/'] = LOCAL_URL.exec(command.join(' ')) ?? [];
  if (scheme === undefined) return undefined;
  return { port: Number(port ?? (scheme === 'https' ? 443 : 80)), path };
};

/** The first mistake in a command that is to ask that question; undefined: it does ask it. */
export const mistakeIn = (
  command: readonly string[] | undefined,
  { port, path, form = [] }: Question,
): CommandMistake | undefined => {
  if (command === undefined || command[0] === 'NONE') return 'none';
  const text = command.join(' ');
  if (SAYS_YES.test(text)) return 'always yes';
  if (/\bcurl /.test(text) && !FAIL_OPTION.test(text)) return 'no -f';
  const asked = askedBy(command);
  if (asked?.port !== port || (path !== undefined && asked.path !== path)) return 'place';
  return form.length === 0 || posts(text, form) ? undefined : 'form';
};

/** curl's own type of what it posts is that of a form. */
const posts = (text: string, fields: readonly string[]): boolean => {
  const [, type = 'application/x-www-form-urlencoded'] =
    /content-type: *([^'";]+)/i.exec(text) ?? [];
  return (
    / (-d|--data[a-z-]*)[ '"]/.test(text) &&
    type === 'application/x-www-form-urlencoded' &&
    fields.every((field) => new RegExp(`[ '"&]${field}=`).test(text))
  );
};
