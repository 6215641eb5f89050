// Draws the cat of a container: the same id gives the same cat, here and in the workbook's page.
// Pure, without dependencies, so that it runs in Node.js and in a browser alike.

const COATS = [
  { name: 'ginger', fur: '#e8a15c', dark: '#b8672c', light: '#fbe9d2' },
  { name: 'grey', fur: '#a3a9b3', dark: '#6a717d', light: '#eceef1' },
  { name: 'black', fur: '#4a4650', dark: '#2b2830', light: '#d9d5df' },
  { name: 'cream', fur: '#f0d9b5', dark: '#c49f6c', light: '#fff8ec' },
  { name: 'brown', fur: '#a9784f', dark: '#6d4729', light: '#f1dfca' },
  { name: 'white', fur: '#f4f0ea', dark: '#c9bfb2', light: '#ffffff' },
  { name: 'blue', fur: '#8496ad', dark: '#54667e', light: '#e3eaf2' },
  { name: 'cinnamon', fur: '#cc8760', dark: '#8d4f31', light: '#f9e3d5' },
  { name: 'lilac', fur: '#c3b0bd', dark: '#8d7688', light: '#f6eff4' },
  { name: 'chocolate', fur: '#7a5646', dark: '#4b3128', light: '#ead9cf' },
];
const PATTERNS = ['plain', 'tabby', 'patched', 'tuxedo', 'pointed', 'spotted'];
const POSES = ['sitting', 'loafing', 'lying', 'sitting'];
const EXPRESSIONS = ['curious', 'happy', 'winking', 'sleepy', 'surprised', 'cheeky'];
const EYES = ['#7fae5a', '#d9a227', '#5d9cc4', '#b98238', '#4fa394'];
const ACCESSORIES = [
  '',
  'bow tie',
  'bell',
  'scarf',
  'flower',
  'glasses',
  'party hat',
  'beanie',
  '',
];
const COLOURS = ['#c8553d', '#3f7d6e', '#5b6fa8', '#d39b2a', '#8a5a83'];
const CUSHIONS = ['#e9d3c0', '#d5ddc8', '#cfdbe4', '#e8d9ae', '#ddd0de', '#efcfc6'];
const INK = '#3b3036';

/** Everything that tells one cat from another. Short and long form of an id are the same cat. */
export function traitsOf(id) {
  const next = random(String(id).slice(0, 12));
  const pick = (list) => list[Math.floor(next() * list.length)];
  return {
    coat: pick(COATS),
    pattern: pick(PATTERNS),
    pose: pick(POSES),
    expression: pick(EXPRESSIONS),
    eyes: pick(EYES),
    accessory: pick(ACCESSORIES),
    colour: pick(COLOURS),
    cushion: pick(CUSHIONS),
    mirrored: next() < 0.5,
    ears: 0.8 + next() * 0.4,
    width: 0.92 + next() * 0.16,
    next,
  };
}

/** In words, for those who do not see it. */
export function describeCat(id) {
  const { coat, pattern, pose, expression, accessory } = traitsOf(id);
  const fur = pattern === 'plain' ? coat.name : `${coat.name} ${pattern}`;
  return `A ${expression} ${fur} cat, ${pose}${accessory && `, with ${accessory === 'glasses' ? '' : 'a '}${accessory}`}`;
}

/** The cat as an SVG of its own. `size` in pixels; without it, it fills what holds it. */
export function drawCat(id, { size, title = describeCat(id), cushion = true } = {}) {
  const cat = traitsOf(id);
  const key = `cat-${String(id)
    .slice(0, 12)
    .replace(/[^\w-]/g, '')}`;
  const pose = poses[cat.pose](cat);
  const { x, y, tilt = 0 } = pose.head;
  const dimensions = size === undefined ? '' : ` width="${size}" height="${size}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"${dimensions} role="img" aria-labelledby="${key}-title">`,
    `<title id="${key}-title">${escape(title)}</title>`,
    `<clipPath id="${key}-body"><path d="${pose.body}"/></clipPath>`,
    `<clipPath id="${key}-head"><path d="${HEAD}"/></clipPath>`,
    cushion ? `<circle cx="100" cy="100" r="98" fill="${cat.cushion}"/>` : '',
    cushion ? `<ellipse cx="100" cy="183" rx="66" ry="8" fill="${INK}" opacity=".12"/>` : '',
    `<g stroke-linecap="round" stroke-linejoin="round"${cat.mirrored ? ' transform="matrix(-1 0 0 1 200 0)"' : ''}>`,
    line(pose.tail, INK, 19),
    line(pose.tail, cat.pattern === 'pointed' ? cat.coat.dark : cat.coat.fur, 14),
    cat.pattern === 'tabby' ? dashes(pose.tail, cat.coat.dark) : '',
    shape(pose.body, cat.coat.fur),
    `<g clip-path="url(#${key}-body)">${coatOnBody(cat, pose)}</g>`,
    line(pose.body, INK, 3),
    paws(cat, pose),
    `<g transform="translate(${x} ${y}) rotate(${tilt}) scale(${cat.width.toFixed(3)} 1)">`,
    neck(cat),
    ears(cat),
    shape(HEAD, cat.coat.fur),
    `<g clip-path="url(#${key}-head)">${coatOnHead(cat)}</g>`,
    line(HEAD, INK, 3),
    face(cat),
    hat(cat),
    '</g></g></svg>',
  ].join('');
}

const HEAD = 'M-46 4C-46 -26 -26 -38 0 -38S46 -26 46 4S22 38 0 38S-46 34 -46 4Z';

const poses = {
  sitting: () => ({
    head: { x: 100, y: 74 },
    body: 'M58 180C50 132 70 98 100 98S150 132 142 180Z',
    chest: [100, 128, 20, 30],
    tail: 'M136 168C168 170 174 142 162 122',
    paws: [
      [85, 178],
      [115, 178],
    ],
    back: [100, 140],
  }),
  loafing: () => ({
    head: { x: 100, y: 98 },
    body: 'M34 178C24 132 54 108 100 108S176 132 166 178Q160 184 100 184T34 178Z',
    chest: [100, 146, 26, 24],
    tail: 'M150 176C128 184 110 182 98 176',
    paws: [],
    back: [100, 150],
  }),
  lying: () => ({
    head: { x: 66, y: 112, tilt: -6 },
    body: 'M30 180C26 150 54 128 106 128S180 146 178 180Z',
    chest: [72, 160, 22, 18],
    tail: 'M172 168C192 150 186 122 168 108',
    paws: [
      [48, 179],
      [78, 179],
    ],
    back: [130, 152],
  }),
};

function coatOnBody({ pattern, coat, next }, { back: [x, y], chest }) {
  const spot = (r, colour) =>
    oval(x - 46 + next() * 92, y - 34 + next() * 66, r * (0.8 + next() * 0.5), r, colour);
  const [cx, cy, rx, ry] = chest;
  const bib = oval(cx, cy, rx, ry, coat.light);
  if (pattern === 'tabby')
    return [-44, -29, -14, 14, 29, 44]
      .map((at) =>
        line(`M${x + at} ${y - 44}q${at / 3} 18 ${at / 6} ${30 + next() * 12}`, coat.dark, 6),
      )
      .join('');
  if (pattern === 'patched') return spot(24, coat.dark) + spot(20, coat.dark) + bib;
  if (pattern === 'spotted')
    return Array.from({ length: 11 }, () => spot(4 + next() * 3, coat.dark)).join('');
  if (pattern === 'plain') return '';
  return bib;
}

function coatOnHead({ pattern, coat, next }) {
  if (pattern === 'tabby')
    return [
      'M0-40V-22',
      'M-13-40L-10-25',
      'M13-40L10-25',
      'M-48 8L-32 10',
      'M48 8L32 10',
      'M-46 20L-31 19',
      'M46 20L31 19',
    ]
      .map((path) => line(path, coat.dark, 5))
      .join('');
  if (pattern === 'patched') return oval(next() < 0.5 ? -26 : 26, -14, 27, 27, coat.dark);
  if (pattern === 'tuxedo') return shape('M0-26L12 14L26 40H-26L-12 14Z', coat.light);
  if (pattern === 'pointed') return oval(0, 14, 30, 27, coat.dark);
  if (pattern === 'spotted') return [-12, 0, 12].map((x) => oval(x, -29, 4, 4, coat.dark)).join('');
  return '';
}

function ears({ coat, pattern, ears: height }) {
  const tip = -34 - 28 * height;
  const fur = pattern === 'pointed' ? coat.dark : coat.fur;
  return [-1, 1]
    .map(
      (side) =>
        `<path d="M${side * 42} -12L${side * 38} ${tip}L${side * 10} -34Z" fill="${fur}" stroke="${INK}" stroke-width="3"/>` +
        shape(`M${side * 37} -22L${side * 35} ${tip + 14}L${side * 20} -32Z`, '#e9a9a0'),
    )
    .join('');
}

function paws({ coat, pattern }, pose) {
  const colour = pattern === 'pointed' ? coat.dark : pattern === 'tuxedo' ? coat.light : coat.fur;
  return pose.paws
    .map(
      ([x, y]) =>
        `<ellipse cx="${x}" cy="${y}" rx="14" ry="8" fill="${colour}" stroke="${INK}" stroke-width="3"/>` +
        line(`M${x - 4} ${y + 1}v4M${x + 4} ${y + 1}v4`, INK, 2),
    )
    .join('');
}

function face({ expression, eyes, pattern, coat }) {
  const open = (x, r) =>
    oval(x, 0, r, r + 1, eyes) +
    oval(x, 0, r * 0.45, r * 0.85, INK) +
    oval(x + 2.5, -3, 2, 2, '#fff');
  const shut = (x) => line(`M${x - 8} 2q8 -9 16 0`, INK, 3);
  const sleepy = (x) =>
    shape(`M${x - 9} 1a9 9 0 0 0 18 0Z`, eyes) +
    shape(`M${x - 4} 1v3a4 4 0 0 0 8 0v-3Z`, INK) +
    line(`M${x - 11} 1h22`, INK, 3);
  const each = {
    curious: open(-19, 9) + open(19, 9),
    happy: shut(-19) + shut(19),
    winking: open(-19, 9) + shut(19),
    sleepy: sleepy(-19) + sleepy(19),
    surprised: open(-19, 11.5) + open(19, 11.5),
    cheeky: open(-19, 9) + open(19, 9),
  }[expression];
  const mouth =
    expression === 'surprised'
      ? oval(0, 25, 4, 5, INK)
      : line('M-9 20Q-5 26 0 20Q5 26 9 20', INK, 2.5);
  const tongue = expression === 'cheeky' ? shape('M-4 23q4 12 8 0Z', '#e57f7f') : '';
  return [
    pattern === 'pointed' ? '' : oval(-8, 19, 11, 9, coat.light) + oval(8, 19, 11, 9, coat.light),
    each,
    tongue,
    mouth,
    shape('M-5 11h10l-5 6Z', '#d97b7b'),
    '<g opacity=".55">',
    line('M-24 16L-56 10M-24 20L-56 22M24 16L56 10M24 20L56 22', INK, 1.5),
    '</g>',
  ].join('');
}

/** What is worn below the head, and so drawn before it. */
function neck({ accessory, colour }) {
  if (accessory === 'bell')
    return line('M-26 34Q0 50 26 34', colour, 8) + ringed(0, 46, 7, '#e6bf4b');
  if (accessory === 'scarf')
    return line('M-32 32Q0 52 32 32', colour, 15) + line('M18 42L26 68', colour, 13);
  if (accessory === 'bow tie')
    return `<path d="M0 43L-20 33V55ZM0 43L20 33V55Z" fill="${colour}" stroke="${INK}" stroke-width="3"/>${ringed(0, 43, 5, colour)}`;
  return '';
}

/** What is worn on the head, and so drawn after it. */
function hat({ accessory, colour }) {
  if (accessory === 'party hat')
    return `<path d="M-17 -34L0 -64L17 -34Q0 -28 -17 -34Z" fill="${colour}" stroke="${INK}" stroke-width="3"/>${ringed(0, -64, 5, '#fff6dd')}`;
  if (accessory === 'beanie')
    return `<path d="M-30 -28C-30 -62 30 -62 30 -28Q0 -38 -30 -28Z" fill="${colour}" stroke="${INK}" stroke-width="3"/>${ringed(0, -56, 7, '#fff6dd')}`;
  if (accessory === 'flower')
    return (
      [0, 72, 144, 216, 288]
        .map(
          (turn) =>
            `<circle cx="30" cy="-40" r="6" fill="${colour}" transform="rotate(${turn} 30 -33)"/>`,
        )
        .join('') + oval(30, -33, 4.5, 4.5, '#ffe08a')
    );
  if (accessory === 'glasses')
    return `<g fill="none" stroke="${colour}" stroke-width="4"><circle cx="-19" cy="0" r="15"/><circle cx="19" cy="0" r="15"/><path d="M-4 -1q4 -4 8 0"/></g>`;
  return '';
}

const shape = (path, colour) => `<path d="${path}" fill="${colour}"/>`;
const line = (path, colour, width) =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
const dashes = (path, colour) =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="14" stroke-linecap="butt" stroke-dasharray="5 9"/>`;
const oval = (x, y, rx, ry, colour) =>
  `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(rx)}" ry="${round(ry)}" fill="${colour}"/>`;
const ringed = (x, y, r, colour) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour}" stroke="${INK}" stroke-width="3"/>`;
const round = (value) => Math.round(value * 10) / 10;
const escape = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Numbers in 0–1 that depend on the text alone (FNV-1a, then mulberry32). */
function random(text) {
  let state = 0x811c9dc5;
  for (const character of text)
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
