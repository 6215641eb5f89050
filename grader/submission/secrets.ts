/** Names of files in which programs keep what is for nobody else's eyes. */
const NAMES =
  /(?:^|\/)(?:\.aws\/.*|\.ssh\/.*|\.env(?:\..+)?|\.netrc|\.npmrc|\.git-credentials|\.docker\/config\.json|id_(?:rsa|dsa|ecdsa|ed25519)|.+\.(?:pem|key|p12|pfx|jks))$/i;

/** What secrets look like; AWS's own examples end in EXAMPLE. */
const CONTENTS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ['an access key of AWS', /\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE\b)[A-Z2-7]{16}\b/],
];

/** Whether a file of that name is likely to hold a secret. */
export const isSecretName = (path: string): boolean => NAMES.test(path);

/** What secret the text holds; undefined: none that can be told. */
export const secretIn = (text: string): string | undefined =>
  CONTENTS.find(([, pattern]) => pattern.test(text))?.[0];
