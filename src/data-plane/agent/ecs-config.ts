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
  const value = readJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, one]) => [name, String(one)]);
};

/** `ECS_RESERVED_PORTS=[22, 80]`; undefined: it is no such list. */
export const readList = (text: string | undefined): string[] | undefined => {
  const value = readJson(text);
  return Array.isArray(value) ? value.map(String) : undefined;
};

const readJson = (text: string | undefined): unknown => {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    console.error(`level=error msg="Expected JSON, found: ${text}"`);
    return undefined;
  }
};
