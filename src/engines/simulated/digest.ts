/** Digests of images, as they are asked for with each container. */
const digests = new Map<string, string>();

/** `sha256:` and the digest of that image's name. */
export function digestOf(image: string): string {
  const digest = digests.get(image) ?? `sha256:${hexadecimal(image)}`;
  digests.set(image, digest);
  return digest;
}

/** 64 hexadecimal digits that depend on nothing but the name: FNV-1a in two lanes, then mixed. */
export function hexadecimal(name: string): string {
  let one = 0x811c9dc5;
  let two = 0x1b873593;
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x85ebca6b) + one;
  }
  let id = '';
  for (let part = 0; part < 8; part++) {
    let hash = (part % 2 === 0 ? one : two) ^ Math.imul(part + 1, 0x9e3779b9);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    id += ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0');
  }
  return id;
}
