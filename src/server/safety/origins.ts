/**
 * Whether a request with that `Origin` may be answered. Programs send none; a browser sends the
 * page's, so that a foreign page cannot drive the runtime behind its reader's back.
 *
 * @param own further origin that counts as ours: a task's page may call its own task.
 */
export const originAllowed = (
  origin: string | undefined,
  port: number,
  own?: string | undefined,
): boolean => {
  if (origin === undefined) return true;
  const suffix = port === 80 ? '' : `:${port}`;
  return (
    origin === `http://localhost${suffix}` ||
    origin === `http://127.0.0.1${suffix}` ||
    origin === `http://[::1]${suffix}` ||
    (own !== undefined && origin.toLowerCase() === own.toLowerCase())
  );
};

/**
 * Whether a browser says that the request comes from a page of ours or from the address bar.
 * Catches what carries no `Origin`: images, scripts and links of foreign pages.
 */
export const fetchSiteAllowed = (site: string | undefined): boolean =>
  site === undefined || site === 'same-origin' || site === 'none';
