/** The set of that key, made if there is none yet. */
export const setIn = (map: Map<string, Set<string>>, key: string): Set<string> => {
  const set = map.get(key) ?? new Set<string>();
  map.set(key, set);
  return set;
};
