import type { Attribute, Tag } from '../model/index.ts';
import { checkedAttribute } from './attribute-rules.ts';
import type { Reserved } from './resources.ts';

/** The lines of /etc/ecs/ecs.config, by name. */
export type AgentConfiguration = Readonly<Record<string, string>>;

/** ECS_INSTANCE_ATTRIBUTES, checked. Throws InvalidParameterException, as ECS answers the agent. */
export const configuredAttributes = (configuration: AgentConfiguration): Attribute[] =>
  pairs(configuration.ECS_INSTANCE_ATTRIBUTES).map(([name, value]) =>
    checkedAttribute(name, value),
  );

/**
 * ECS_CONTAINER_INSTANCE_TAGS, and the instance's own where
 * ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM says `ec2_instance`; of two with one key its own.
 */
export function configuredTags(
  configuration: AgentConfiguration,
  ofInstance: readonly Tag[],
): Tag[] {
  const own = pairs(configuration.ECS_CONTAINER_INSTANCE_TAGS).map(([key, value]) => ({
    key,
    value,
  }));
  const propagated =
    configuration.ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM === 'ec2_instance'
      ? ofInstance.filter(({ key }) => !key?.startsWith('aws:'))
      : [];
  return [...new Map([...propagated, ...own].map((tag) => [tag.key, tag])).values()];
}

export const configuredReserve = (configuration: AgentConfiguration): Reserved => ({
  memoryMiB: integer(configuration.ECS_RESERVED_MEMORY),
  ports: list(configuration.ECS_RESERVED_PORTS),
  udpPorts: list(configuration.ECS_RESERVED_PORTS_UDP),
});

/** What is not as the agent expects it counts for nothing, as with the real one. */
const integer = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

const list = (text: string | undefined): string[] | undefined => {
  const value = json(text);
  return Array.isArray(value) ? value.map(String) : undefined;
};

const pairs = (text: string | undefined): [string, string][] => {
  const value = json(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, one]) => [name, String(one)]);
};

function json(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
