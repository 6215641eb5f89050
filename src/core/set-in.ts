/** The set of that key, made if there is none yet. */
export const setIn = (map: Map<string, Set<string>>, key: string): Set<string> => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const set = new Set<string>();
  map.set(key, set);
  return set;
};
