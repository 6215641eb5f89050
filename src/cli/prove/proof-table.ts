import { stripVTControlCharacters, styleText } from 'node:util';
import type { Proof } from './proof.ts';

/** A proof for people. */
export const proofTable = (proof: Proof, options: { readonly colour?: boolean } = {}): string => {
  const width = Math.max(...proof.trials.map(({ name }) => name.length));
  const rows = proof.trials.flatMap(({ name, seconds, faults, outcome }) => {
    const mark = faults.length === 0 ? styleText('green', '✔') : styleText('red', '✘');
    const time = `${seconds.toFixed(1)} s`.padStart(7);
    return [
      `${mark} ${name.padEnd(width)} ${time}  ${outcome}`,
      ...faults.map((fault) => `    ${fault.replaceAll('\n', '\n    ')}`),
    ];
  });
  const text = [
    styleText('bold', `Proof of ${proof.lab}`),
    '',
    ...rows,
    ...proof.passedOver.map((line) => styleText('yellow', `! passed over: ${line}`)),
    '',
    proof.proved
      ? styleText('green', `${proof.lab} is proved.`)
      : styleText('red', `${proof.lab} is not proved.`),
  ].join('\n');
  return options.colour === true ? text : stripVTControlCharacters(text);
};
