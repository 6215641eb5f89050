import { request } from 'node:http';
import { connect } from 'node:net';
import type { HealthCheckConfiguration } from '../../../core/load-balancers/configuration.ts';
import { type CheckResult, FAILED, matchesCode, mismatch, TIMED_OUT } from './health.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The most of an answer that is read, so that a target that never stops costs nothing. */
const READ_AT_MOST = 64 * 1024;

/**
 * Checks once, on a connection of its own that is closed afterwards (AWS: Health checks). The answer's
 * code decides; its body is only read so that the target can write it.
 */
export const check = (
  address: Address,
  settings: HealthCheckConfiguration,
): Promise<CheckResult> =>
  settings.protocol === 'HTTP' ? checkHttp(address, settings) : checkTcp(address, settings);

const checkHttp = (
  { host, port }: Address,
  { path, timeout, matcher }: HealthCheckConfiguration,
): Promise<CheckResult> =>
  new Promise((resolve) => {
    const asked = request({
      host,
      port,
      path,
      agent: false,
      headers: { 'User-Agent': 'ELB-HealthChecker/2.0', Connection: 'close' },
    });
    const late = setTimeout(() => {
      resolve(TIMED_OUT);
      asked.destroy();
    }, timeout);
    asked.on('close', () => clearTimeout(late));
    asked.on('error', () => resolve(FAILED));
    // Whoever changes protocols was not asked to.
    asked.on('upgrade', (response, socket) => {
      resolve(mismatch(response.statusCode ?? 0));
      socket.destroy();
    });
    asked.on('response', (response) => {
      const code = response.statusCode ?? 0;
      resolve(matchesCode(matcher, code) ? { passed: true } : mismatch(code));
      let read = 0;
      response.on('error', () => {});
      response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > READ_AT_MOST) asked.destroy();
      });
    });
    asked.end();
  });

const checkTcp = (
  { host, port }: Address,
  { timeout }: HealthCheckConfiguration,
): Promise<CheckResult> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout });
    const answer = (result: CheckResult) => () => {
      resolve(result);
      socket.destroy();
    };
    socket.on('connect', answer({ passed: true }));
    socket.on('timeout', answer(TIMED_OUT));
    socket.on('error', answer(FAILED));
  });
