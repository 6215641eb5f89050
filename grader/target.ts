import type { Clients } from './clients.ts';
import type { GetPage } from './http/get-page.ts';

/** One account in one region, here or on AWS, with clients for it; or what was seen of one. */
export interface Target extends Clients {
  readonly kind: 'local' | 'aws';
  /** Of the local runtime; undefined on AWS. */
  readonly endpoint: string | undefined;
  readonly account: string;
  readonly region: string;
  /** Where the ports of the task with this network interface answer, on AWS. */
  readonly publicAddress: (networkInterfaceId: string) => Promise<string | undefined>;
  readonly getPage: GetPage;
  /** Milliseconds since the epoch; of evidence: when it was taken. */
  readonly now: () => number;
  /** Waits so long (ms), unless the signal is aborted. Default: in the time of this machine. */
  readonly sleep?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Can what does not hold now come true yet? Not in evidence. */
  readonly changes: boolean;
  readonly close: () => void;
}
