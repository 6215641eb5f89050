const day = (time: Date) => time.toDateString();

/** A moment as people say it on that day: "at 14:03", later "on 21 Nov at 14:03". */
export const when = (time: number, now: number = Date.now()): string => {
  const then = new Date(time);
  const clock = then.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (day(then) === day(new Date(now))) return `at ${clock}`;
  const date = then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  const year = then.getFullYear() === new Date(now).getFullYear() ? '' : ` ${then.getFullYear()}`;
  return `on ${date}${year} at ${clock}`;
};
