/**
 * What may come to an interface and go out from it, as a whole; replies to what was let through
 * pass by themselves.
 */
export interface Traffic {
  readonly ingress: readonly AllowedTraffic[];
  readonly egress: readonly AllowedTraffic[];
}

/** As a rule of a security group, with the addresses of a group in its place. */
export interface AllowedTraffic {
  /** `tcp`, `udp`, `icmp`, `-1` for all of them, or the number of another. */
  readonly ipProtocol: string;
  /** Of TCP and UDP the first port, of ICMP the type; -1: all. */
  readonly fromPort: number;
  /** Of TCP and UDP the last port, of ICMP the code; -1: all. */
  readonly toPort: number;
  /** Addresses and ranges (`10.0.0.0/8`), at least one and each once. */
  readonly peers: readonly string[];
}
