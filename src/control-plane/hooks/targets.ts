/** URLs of programs on this machine, by the name or the ARN of the function that each stands for. */
export type LambdaFunctions = ReadonlyMap<string, string>;

/** The URL behind a hook's target; `unknown`: there is none, in words that say what to do. */
export function urlOf(
  target: string,
  lambdas: LambdaFunctions,
): { readonly url: string } | { readonly unknown: string } {
  if (!target.startsWith('arn:')) return { url: target };
  const name = target.split(':')[6] ?? '';
  const url = lambdas.get(target) ?? lambdas.get(name);
  if (url !== undefined) return { url };
  return {
    unknown: `no program stands for the function ${name}: start the runtime with --lambda ${name}=http://127.0.0.1:PORT/`,
  };
}

/** An http:// URL of this machine: hooks may not reach out of it. */
export function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
