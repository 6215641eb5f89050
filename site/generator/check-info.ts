/** What a page shows of a check before it has run. */
export interface CheckInfo {
  readonly id: string;
  readonly title: string;
  readonly points: number;
}
