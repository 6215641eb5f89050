import type { Progress } from '../../src/server/api.ts';
import { announce } from './announce.ts';
import { askForToken } from './ask-for-token.ts';
import { el, one } from './dom.ts';
import { explainDamage } from './explain-damage.ts';
import { keepOutput, recallOutput } from './keep-output.ts';
import { keepProgress, recallProgress } from './keep-progress.ts';
import { persistentFetch } from './persistent-fetch.ts';
import { fetchOutputs, fetchProgress, merge } from './progress.ts';
import {
  type LabRecord,
  type ProgressFile,
  readProgressFile,
  takeIn,
  writeProgressFile,
} from './progress-file.ts';
import { endpoint, runtimeState } from './runtime.ts';
import { recall, remember, remembered } from './storage.ts';
import { setToken, token } from './token.ts';

/** The two buttons that take progress to another browser, machine or data folder. */
export const watchTransfer = (courseLabs: readonly string[], onTaken: () => void): void => {
  const save = one('[data-progress-save]');
  const take = one('[data-progress-take]');
  const field = one('[data-progress-field]');
  const said = one('[data-progress-said]');
  if (!(field instanceof HTMLInputElement) || save === undefined || take === undefined) return;
  save.hidden = false;
  take.hidden = false;

  const say = (...lines: (Node | string)[]) => {
    said?.replaceChildren(
      ...lines.map((line) => (typeof line === 'string' ? el('p', {}, line) : line)),
    );
    announce('transfer', said?.textContent ?? '');
  };

  save.addEventListener('click', async () => {
    const file = await gather(courseLabs);
    const today = new Date().toISOString();
    const name = `ecs-workbook-progress-${today.slice(0, 10)}.json`;
    download(name, writeProgressFile(file, today));
    const count = Object.keys(file.labs).length;
    say(
      `Saved as ${name}: your progress in ${count === 1 ? '1 lab' : `${count} labs`}${isUp() ? ', the runtime’s too' : ''}.`,
    );
  });

  const takeFile = async (text: string): Promise<void> => {
    const file = readProgressFile(text);
    if ('problem' in file) return say(file.problem);
    if (isUp() && token() === undefined) return askFirst(false, text);
    const lines: string[] = [];
    for (const [lab, record] of Object.entries(file.labs)) {
      const told = await tellRuntime(lab, record);
      if (told === 'unauthorized') return askFirst(true, text);
      lines.push(`${lab}: ${takeLab(lab, record)}${told}`);
    }
    for (const [name, text] of Object.entries(file.aside)) {
      if (name.startsWith('aside/') && recall(name) === undefined) remember(name, text);
    }
    say(
      ...(lines.length === 0
        ? ['The file has no progress in it.']
        : [el('ul', {}, ...lines.map((line) => el('li', {}, line)))]),
      ...file.notes,
    );
    onTaken();
  };

  const askFirst = (refused: boolean, text: string) => {
    if (refused) setToken(undefined);
    say(askForToken(refused, () => void takeFile(text)));
  };

  take.addEventListener('click', () => field.click());
  field.addEventListener('change', async () => {
    const [chosen] = field.files ?? [];
    // The same file may be chosen again.
    const text = await chosen?.text().catch(() => undefined);
    field.value = '';
    if (text === undefined) return say('The file could not be read.');
    await takeFile(text);
  });
};

const isUp = (): boolean => runtimeState().type === 'up';

/** All that this browser and the runtime know. */
const gather = async (courseLabs: readonly string[]): Promise<ProgressFile> => {
  const known = remembered('progress/').map((name) => name.slice('progress/'.length));
  const labs: Record<string, LabRecord> = {};
  for (const lab of new Set([...courseLabs, ...known])) {
    const kept = recallProgress(lab, explainDamage);
    const runtime = isUp() ? await fetchProgress(lab) : undefined;
    const progress = runtime === undefined ? kept : merge(kept, runtime);
    const printed = runtime === undefined ? {} : ((await fetchOutputs(lab)) ?? {});
    const outputs = Object.entries(progress.steps).flatMap(([step, { endedAt = 0 }]) => {
      const text = printed[step];
      const output = text === undefined ? recallOutput(lab, step) : { endedAt, text };
      return output === undefined ? [] : [[step, output] as const];
    });
    const isEmpty = Object.keys({ ...progress.steps, ...progress.quiz }).length === 0;
    if (isEmpty && progress.score === undefined) continue;
    const { report } = runtime ?? {};
    labs[lab] = { progress, outputs: Object.fromEntries(outputs), ...(report && { report }) };
  }
  const aside = remembered('aside/').map((name) => [name, recall(name) ?? ''] as const);
  return { labs, aside: Object.fromEntries(aside) };
};

/** Into this browser; in words what became of it. */
const takeLab = (lab: string, record: LabRecord): string => {
  const ours = recallProgress(lab, explainDamage);
  const { kept, took, left } = takeIn(record, ours, Date.now());
  keepProgress(lab, kept);
  for (const [step, output] of Object.entries(record.outputs)) {
    if (output.endedAt > (recallOutput(lab, step)?.endedAt ?? -1)) keepOutput(lab, step, output);
  }
  if (took === '' && left === '') return 'all of it was here already.';
  const why = left === '' ? '' : ` Left ${left}: what is here is newer, and stays.`;
  return `${took === '' ? 'nothing was new.' : `took ${took}.`}${why}`;
};

/** Tells the runtime, if it is there; in words what it did not take. */
const tellRuntime = async (lab: string, { progress, report }: LabRecord): Promise<string> => {
  if (!isUp()) return '';
  const { steps, quiz, answeredAt } = progress;
  const theirs: Progress = { lab, steps, quiz, answeredAt, report };
  const response = await persistentFetch(endpoint(`labs/${lab}/progress`), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token() ?? ''}` },
    body: JSON.stringify(theirs),
  });
  if (response?.ok) return '';
  if (response?.status === 401) return 'unauthorized';
  if (response?.status === 404) return ' It is no lab of this course; this browser keeps it.';
  return ' The runtime did not take it; this browser keeps it.';
};

const download = (name: string, text: string): void => {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  el('a', { href: address, download: name }).click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
