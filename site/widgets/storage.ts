/** What the browser keeps for this site. Works, without remembering, where storage is switched off. */
const prefix = 'ecs-workbook/';

export const remember = (key: string, value: string | undefined): void => {
  try {
    if (value === undefined) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, value);
  } catch {
    // Storage is full or forbidden: the page works for as long as it is open.
  }
};

export const recall = (key: string): string | undefined => {
  try {
    return localStorage.getItem(prefix + key) ?? undefined;
  } catch {
    return undefined;
  }
};
