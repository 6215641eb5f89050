export interface Tag {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}
