/**
 * The environment of a container in which 169.254.170.2 does not answer: its credentials come from
 * the runtime itself. SDKs take that from loopback and from 169.254.170.2 alone, at any port.
 */
export const withFullUri = (
  environment: Readonly<Record<string, string>>,
): Record<string, string> => {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path, ...rest } = environment;
  if (path === undefined) return rest;
  return { ...rest, AWS_CONTAINER_CREDENTIALS_FULL_URI: `${rest.AWS_ENDPOINT_URL}${path}` };
};
