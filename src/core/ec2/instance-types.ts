import type { InstanceType } from '../model/index.ts';

/** What that type offers; undefined: we do not know it. */
export const instanceTypeOf = (name: string): InstanceType | undefined => {
  void name;
  return undefined;
};
