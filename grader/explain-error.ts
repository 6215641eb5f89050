/** Errors of ours that say all that there is to say. */
const EXPLAINED = new Set([
  'NotInEvidence',
  'UnreadableEvidence',
  'RoleRefused',
  'SubmissionError',
  'NoSandbox',
]);

/** What went wrong with a check, in words that say what to do where we know it. */
export const explainError = (error: unknown, endpoint: string | undefined): string => {
  if (!(error instanceof Error)) return String(error);
  if (EXPLAINED.has(error.name)) return error.message;
  const code = codeOf(error);
  const where = endpoint ?? 'AWS';
  if (code === 'ECONNREFUSED') {
    return endpoint === undefined
      ? 'Nothing answers at AWS: is this machine connected to the internet?'
      : `Nothing answers at ${where}. Start the runtime with "npm start", then grade again.`;
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `The name of ${where} cannot be found.`;
  if (error.name === 'CredentialsProviderError') {
    return 'No AWS credentials were found. Set AWS_PROFILE, or pass --profile.';
  }
  if (error.message === 'Region is missing') {
    return 'No AWS region was found. Set AWS_REGION, or pass --region.';
  }
  if (error.name === 'TimeoutError') return `${where} took too long to answer: ${error.message}`;
  return `${error.name}: ${error.message}`;
};

const codeOf = (error: Error): unknown => {
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Several addresses of one name were tried.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) {
    return codeOf(error.errors[0]);
  }
  return error.cause instanceof Error ? codeOf(error.cause) : undefined;
};
