/** One container instance of the simulated cluster. */
export interface SimulatedInstance {
  /** `i-…`, as EC2 names it. */
  readonly ec2InstanceId: string;
  readonly availabilityZone: string;
  /** Tasks that fit on it. */
  readonly room: number;
}

const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
const MOST_ROOM = 4;

/**
 * Instances, over three zones, on which exactly so many tasks fit: as many in each zone as in the
 * others, and rooms that differ by one at most. Ordered by zone.
 */
export const instancesFor = (capacity: number): SimulatedInstance[] => {
  const perZone = Math.ceil(capacity / (ZONES.length * MOST_ROOM));
  const count = Math.min(capacity, perZone * ZONES.length);
  const instances = Array.from({ length: count }, (_, index) => ({
    ec2InstanceId: `i-0ca7${index.toString(16).padStart(13, '0')}`,
    availabilityZone: ZONES[index % ZONES.length] ?? '',
    room: Math.floor(capacity / count) + (index < capacity % count ? 1 : 0),
  }));
  return ZONES.flatMap((zone) =>
    instances.filter(({ availabilityZone }) => availabilityZone === zone),
  );
};
