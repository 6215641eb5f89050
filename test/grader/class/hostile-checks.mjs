// Checks of no lab, built as a lab's are. What they do depends on whose account they look at.
const does = {
  loops: () => {
    for (;;) {}
  },
  throws: () => {
    throw new TypeError('cats is not a function');
  },
  hoards: () => {
    const hoard = [];
    for (;;) hoard.push(Array.from({ length: 10_000 }, () => ({ cat: hoard.length })));
  },
  exits: () => process.exit(0),
  rejects: () =>
    new Promise(() => {
      void Promise.reject(new Error('nobody listens'));
    }),
  waits: () => new Promise(() => {}),
  prints: () => {
    for (let line = 0; line < 100_000; line += 1) console.log('cat '.repeat(20));
    return 'much to say';
  },
  fails: () => {
    const finding = {
      expected: 'a cat',
      observed: 'a dog',
      symptom: 'barks',
      members: [],
      credit: 0,
    };
    throw Object.assign(new Error('expected a cat'), { name: 'Unmet', ...finding });
  },
};

const check = (id, dependsOn, run) => ({
  id,
  title: `the ${id} is there`,
  points: 50,
  dependsOn,
  run,
  hint: () => 'look',
});

export default [
  check('cluster', [], async () => 'it is ACTIVE'),
  check(
    'cat',
    ['cluster'],
    async ({ variant, account }) => does[variant.does]?.() ?? `a cat in ${account}`,
  ),
];
