/** What /etc/ecs/ecs.config says: lines `NAME=value`; of those with one name the last counts. */
export const readEcsConfig = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*?)\s*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, unquoted(value)]];
    }),
  );

const unquoted = (value: string): string => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;

/** `ECS_INSTANCE_ATTRIBUTES={"stack":"prod"}`; what is no such object counts for nothing. */
export const readPairs = (text: string | undefined): [string, string][] => {
  if (text === undefined || text === '') return [];
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return Object.entries(value).map(([name, one]) => [name, String(one)]);
  } catch {
    // Said below.
  }
  console.error(`level=error msg="Expected an object of JSON, found: ${text}"`);
  return [];
};
