import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderUnusable } from '../data-folder.ts';

/**
 * The secret of a data folder, made at its first start and readable by its owner only. Who knows
 * it may run commands through the workbook.
 */
export const readOrMakeToken = (dataDir: string): string => {
  const file = join(dataDir, 'token');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  chmodSync(file, 0o600);
  const token = readFileSync(file, 'utf8').trim();
  if (!/^[\w-]{16,}$/.test(token))
    throw new DataFolderUnusable(
      `${file} should hold a token of at least 16 letters and digits; it does not. Remove it and start again.`,
    );
  return token;
};

/** Whether `Authorization: Bearer TOKEN` is right; takes the same time whatever was sent. */
export const bearerMatches = (authorization: string | undefined, token: string): boolean => {
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  return tokenMatches(given, token);
};

/** The same for a token that came by itself. */
export const tokenMatches = (given: string, token: string): boolean =>
  timingSafeEqual(digest(given), digest(token));

/** A name that only who knows the token can make for `subject`. */
export const seal = (token: string, subject: string): string =>
  createHmac('sha256', token).update(subject).digest('hex').slice(0, 32);

const digest = (text: string) => createHash('sha256').update(text).digest();
