/** Something took longer than we were ready to wait. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  constructor(readonly patience: number) {
    super(`no answer within ${patience} ms`);
  }
}

/** The work's outcome, or a `TimeoutError` after so many milliseconds; the work itself goes on. */
export const within = async <T>(patience: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(patience)), patience);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
