import { defaultAccount, defaultEndpoint, defaultRegion } from '../../workbook/data-dir.ts';

/** Where a call goes that names no place: where the AWS settings of the environment say, as for `aws`. */
export const awsSettings = (env: NodeJS.ProcessEnv = process.env) => {
  const key = env.AWS_ACCESS_KEY_ID ?? '';
  return {
    endpoint: env.AWS_ENDPOINT_URL?.replace(/\/$/, '') || defaultEndpoint,
    /** The access key id, if it is one. */
    account: /^\d{12}$/.test(key) ? key : defaultAccount,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || defaultRegion,
  };
};
