/** Says every few seconds that `what` is still going on, once it has taken more than a second. */
export const slowly = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  let timer = setTimeout(function tell() {
    console.log(`${what} … (${Math.round((performance.now() - began) / 1000)} s)`);
    timer = setTimeout(tell, 5_000);
  }, 1_000);
  try {
    return await act();
  } finally {
    clearTimeout(timer);
  }
};
