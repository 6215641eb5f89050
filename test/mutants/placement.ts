import { of } from './mutant.ts';

/** Mistakes in the choice of the place for a task. */
export const PLACEMENT = [
  ...of(
    'services/place-tasks.ts',
    ['the balance of the zones is ignored', 'zone.own < best.own ||', 'false ||', 12],
    [
      'the zones of the whole service are ignored',
      '(zone.own === best.own && zone.service < best.service)',
      'false',
    ],
    ['zones are counted only once for many tasks', '    chosen.own += 1;\n', '', 23],
    [
      'zones are balanced by provider',
      'zoneCounts ??= countZones(',
      'zoneCounts = countZones(',
      34,
    ],
    [
      'what a provider has already is forgotten',
      'return shareOut(capacityProviderStrategy, n, already);',
      'return shareOut(capacityProviderStrategy, n, new Map());',
    ],
    [
      'instances of other capacity providers are used',
      '(capacityProviderName ?? instance.capacityProviderName) === instance.capacityProviderName',
      'true',
      293,
    ],
    [
      'the default does not spread over instances',
      "  { type: 'spread', field: 'instanceId' },\n",
      '',
      78,
    ],
    [
      'constraints of the service are forgotten',
      'constraints: [...service.placementConstraints, ...(taskDefinition.placementConstraints ?? [])],',
      'constraints: taskDefinition.placementConstraints ?? [],',
      15,
    ],
    [
      'constraints of the task definition are forgotten',
      'constraints: [...service.placementConstraints, ...(taskDefinition.placementConstraints ?? [])],',
      'constraints: service.placementConstraints,',
      1,
    ],
  ),
  ...of(
    'placement/share-out.ts',
    [
      'the base of a capacity provider is ignored',
      'shares.find(({ has, gets, base }) => has + gets < base)',
      'shares.find(() => false)',
      35,
    ],
    [
      'the base of a capacity provider is one too many',
      'shares.find(({ has, gets, base }) => has + gets < base)',
      'shares.find(({ has, gets, base }) => base > 0 && has + gets <= base)',
    ],
    [
      'the weights of capacity providers are ignored',
      '(has + gets - base + 1) / weight;',
      'has + gets - base + 1;',
    ],
    [
      'the base counts against the weight',
      '(has + gets - base + 1) / weight;',
      '(has + gets + 1) / weight;',
    ],
  ),
  ...of('placement/candidates.ts', [
    'tasks are placed on draining instances',
    "if (instance?.status !== 'ACTIVE' || !passes(instance)) continue;",
    'if (instance === undefined || !passes(instance)) continue;',
    1,
  ]),
  ...of(
    'placement/needs.ts',
    [
      'the hard limit of memory goes before the soft one',
      'definition.memoryReservation ??\n  override.memory ??',
      'override.memory ??',
      60,
    ],
    [
      'only the largest container is counted',
      'containers.reduce((sum, { definition, override }) => sum + value(definition, override), 0);',
      'Math.max(...containers.map(({ definition, override }) => value(definition, override)));',
      25,
    ],
    [
      'tasks with an interface of their own take none',
      "networkInterfaces: taskDefinition.networkMode === 'awsvpc' ? 1 : 0,",
      'networkInterfaces: 0,',
      12,
    ],
    [
      'ports in host mode are forgotten',
      "if (networkMode !== 'bridge' && networkMode !== 'host') return [];",
      "if (networkMode !== 'bridge') return [];",
      14,
    ],
    [
      'a dynamic port is taken for a fixed one',
      "const fixed = networkMode === 'host' ? hostPort || containerPort : hostPort;",
      'const fixed = hostPort || containerPort;',
      55,
    ],
  ),
  ...of(
    'placement/ledger.ts',
    ['CPU is forgotten', "if (this.lacksCpu(index)) return 'RESOURCE:CPU';", '', 55],
    [
      'the last CPU units are never used',
      'this.cpuLeft(index) < this.request.needs.cpu',
      'this.cpuLeft(index) <= this.request.needs.cpu',
    ],
    ['memory is forgotten', "if (this.lacksMemory(index)) return 'RESOURCE:MEMORY';", '', 25],
    [
      'the last MiB are never used',
      'this.memoryLeft(index) < this.request.needs.memoryMiB',
      'this.memoryLeft(index) <= this.request.needs.memoryMiB',
    ],
    [
      'ports are forgotten',
      "if (this.portsAreTaken(candidate, index)) return 'RESOURCE:PORTS';",
      '',
      1,
    ],
    [
      'ports of the system are forgotten',
      'load.ports.has(port) || instance.registered.ports.includes(port)',
      'load.ports.has(port)',
    ],
    ['two tasks of one request share a port', 'if (this.placedOn(index) > 0) return true;', '', 1],
    [
      'interfaces are forgotten',
      "if (this.lacksNetworkInterfaces(candidate, index)) return 'RESOURCE:ENI';",
      '',
      12,
    ],
    [
      'one interface more than there is',
      'instance.registered.networkInterfaces - taken < needed',
      'instance.registered.networkInterfaces - taken < 0',
      12,
    ],
    [
      'the last interface is never used',
      'instance.registered.networkInterfaces - taken < needed',
      'instance.registered.networkInterfaces - taken <= needed',
      45,
    ],
    ['GPUs are forgotten', "if (this.lacksGpus(candidate, index)) return 'RESOURCE:GPU';", ''],
    [
      'the zones of the subnets are forgotten',
      "if (this.isElsewhere(candidate)) return 'LOCATION';",
      '',
    ],
    [
      'required attributes are forgotten',
      "if (this.lacksAttribute(candidate.instance)) return 'ATTRIBUTE';",
      '',
    ],
    ['agents that are away get tasks', '!candidate.instance.agentConnected', 'false', 1],
    [
      'distinctInstance is ignored',
      "if (this.hasOneOfTheGroup(index)) return 'distinctInstance';",
      '',
      52,
    ],
    [
      'distinctInstance allows a second one',
      'this.distinct && this.tasks(index) > 0',
      'this.distinct && this.tasks(index) > 1',
      52,
    ],
    [
      'memberOf is ignored',
      "return this.isNoMember(candidate, index) ? 'memberOf' : undefined;",
      'return undefined;',
      1,
    ],
    [
      'one of several memberOf is enough',
      '!this.queries.every((query) => query(seen))',
      '!this.queries.some((query) => query(seen))',
      247,
    ],
    [
      'tasks placed together do not see each other',
      'this.placed[index] = this.placedOn(index) + 1;',
      '',
      1,
    ],
  ),
  ...of(
    'placement/criteria.ts',
    [
      'binpack picks the emptiest',
      'return ledger.memoryLeft(index);',
      'return -ledger.memoryLeft(index);',
      119,
    ],
    [
      'binpack by CPU looks at the memory',
      "{ type: field.toLowerCase() === 'cpu' ? 'cpu' : 'memory' }",
      "{ type: 'memory' }",
    ],
    ['spread picks the fullest', 'return ledger.tasks(index);', 'return -ledger.tasks(index);', 25],
    [
      'spread over zones picks the fullest',
      'return pathOf(index)[criterion.level]?.tasks ?? 0;',
      'return -(pathOf(index)[criterion.level]?.tasks ?? 0);',
      74,
    ],
    [
      'spread forgets the tasks that were there',
      'bucket.tasks += tasks;',
      'bucket.tasks += 0 * tasks;',
      119,
    ],
    [
      'spread forgets the tasks that it places',
      'for (const bucket of pathOf(index)) bucket.tasks += 1;',
      '',
      74,
    ],
    [
      'a later spread counts where the first does not agree',
      '    let bucket = root;\n    for (const read of readers) {\n      bucket = childOf(bucket, read(instance));',
      '    let bucket = root;\n    for (const read of readers) {\n      bucket = childOf(root, read(instance));',
    ],
    ['only the first strategy counts', 'if (order !== 0) return order;', 'return order;', 78],
    [
      'what stands behind random has a say',
      "if (type === 'random') return { criteria, fields, random: true };",
      "if (type === 'random') continue;",
    ],
  ),
  ...of(
    'placement/tree.ts',
    [
      'of equals the one that registered last is taken',
      'return order === 0 ? a < b : order < 0;',
      'return order === 0 ? a > b : order < 0;',
    ],
    [
      'an instance that is full is chosen again',
      'leaf.instances.topChanged(fits);',
      'leaf.instances.topChanged(true);',
      41,
    ],
  ),
  ...of(
    'placement/choosers.ts',
    [
      'of few tasks the last registered of equals is taken',
      'this.criteria.compare(index, best) >= 0',
      'this.criteria.compare(index, best) > 0',
    ],
    [
      'of few tasks one goes where it does not fit',
      'if (this.ledger.refuses(index) === undefined) best = index;',
      'best = index;',
    ],
    ['random takes also what is not among the best', 'if (order < 0) ties = [];', ''],
  ),
  ...of('placement/refusal.ts', [
    'the instance that is furthest from fitting is named',
    'REFUSAL_REASONS.indexOf(a) > REFUSAL_REASONS.indexOf(b)',
    'REFUSAL_REASONS.indexOf(a) < REFUSAL_REASONS.indexOf(b)',
  ]),
];
