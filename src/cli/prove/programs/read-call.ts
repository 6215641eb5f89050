/** What a client asks for. */
export interface Call {
  /** Whose shell it is. */
  readonly student: string;
  readonly program: string;
  readonly folder: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads what `clientScript` writes; undefined: there is more to come. */
export const readCall = (text: string): Call | undefined => {
  const fields = text.split('\0');
  // What follows the last NUL is not complete.
  fields.pop();
  const [student, program, folder, count, ...rest] = fields;
  if (folder === undefined || program === undefined || student === undefined) return undefined;
  const args = rest.slice(0, Number(count));
  const [variables, ...environment] = rest.slice(Number(count));
  if (variables === undefined || environment.length < Number(variables)) return undefined;
  return {
    student,
    program,
    folder,
    args,
    environment: Object.fromEntries(
      environment.map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), pair.slice(at + 1)];
      }),
    ),
  };
};
