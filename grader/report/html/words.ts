import type { CheckResult } from '../../result.ts';
import { type Html, html } from './tag.ts';

type Status = CheckResult['status'];

export const STATUSES: readonly Status[] = ['pass', 'fail', 'blocked', 'error'];

/** What the marks mean, in a word or two. */
export const STATE: Readonly<Record<Status, string>> = {
  pass: 'passed',
  fail: 'not yet',
  blocked: 'waiting for another check',
  error: 'could not be checked',
};

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "14 November 2026, 08:04 UTC"; what is no time as it is. */
export const moment = (time: string): Html => {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return html`${time}`;
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${day.format(date)}, ${iso.slice(11, 16)} UTC</time>`;
};

/** At most so many characters, with "…" for the rest. */
export const clipped = (text: string, most: number): string => {
  const characters = [...text.slice(0, most * 2 + 2)];
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : text;
};

/** A mark, told by its form and to those who do not see it. */
export const mark = (label: string): Html =>
  html`<span class="tick" aria-hidden="true"></span><span class="visually-hidden">${label}</span>`;
