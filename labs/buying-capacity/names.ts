// What the steps of this lab make.

export const cluster = 'bargaincats';
export const family = 'bargaincat';
/** On Fargate and Fargate Spot. */
export const cats = 'cats';
/** On machines. */
export const machineCats = 'machine-cats';
