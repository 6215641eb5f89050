/** What the browser keeps for this site. Works, without remembering, where storage is switched off. */
const prefix = 'ecs-workbook/';

/** What steps printed: makes way when there is no room for more important things. */
const expendable = `${prefix}output/`;

/** False: there is no room, or it is forbidden; the page works for as long as it is open. */
export const remember = (key: string, value: string | undefined): boolean => {
  try {
    if (value === undefined) localStorage.removeItem(prefix + key);
    else store(prefix + key, value);
    return true;
  } catch {
    return false;
  }
};

const store = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value);
  } catch {
    for (const other of Object.keys(localStorage)) {
      if (other.startsWith(expendable) && other !== key) localStorage.removeItem(other);
    }
    localStorage.setItem(key, value);
  }
};

export const recall = (key: string): string | undefined => {
  try {
    return localStorage.getItem(prefix + key) ?? undefined;
  } catch {
    return undefined;
  }
};

/** Names of all that is kept under names that begin so. */
export const remembered = (start: string): string[] => {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix + start))
      .map((key) => key.slice(prefix.length));
  } catch {
    return [];
  }
};
