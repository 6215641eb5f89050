// The rule of your scheduler: which instance gets the next cat?
//
// `instances` are the ACTIVE container instances of the cluster, each with
//   id       of the container instance
//   zone     such as us-east-1a
//   type     such as t3.small
//   cpu      CPU units that are left
//   memory   MiB that are left
//   cats     how many cats your scheduler has there already
// `needs` is what the next cat reserves: { cpu, memory }.
//
// Answer one of the instances, or undefined when none of them will do.
export function choose(instances, needs) {
  // To do: only instances with room for what the cat needs, and none in zone c.
  const possible = instances.filter(({ cpu }) => cpu >= needs.cpu);

  // To do: not the fullest, but the one with the fewest of your cats;
  // where several have as few, the one with the most memory left.
  possible.sort((one, other) => one.memory - other.memory);
  return possible[0];
}
