/** A student's own names, ports and sizes: what the lab's front matter names, each with a value. */
export type Variant = Readonly<Record<string, string>>;
