/** Does that name lead to the container itself? */
export const isSelf = (host: string, hostname: string): boolean =>
  host === hostname || /^(localhost|0\.0\.0\.0|127\.[\d.]+|\[::1?\])$/.test(host);

/** Where the runtime answers, for containers: as its metadata's address says. */
export const runtimePort = (environment: Readonly<Record<string, string>>): number =>
  Number(new URL(environment.ECS_CONTAINER_METADATA_URI_V4 ?? 'http://127.0.0.1:4566').port);
