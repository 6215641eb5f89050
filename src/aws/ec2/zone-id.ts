/** `use1-az1` for `us-east-1a`. On AWS which zone is which differs from account to account. */
export function zoneId(zone: string): string {
  const [, area = '', direction = '', number = '', letter = 'a'] =
    /^([a-z-]+?)-([a-z]+)-(\d+)([a-z])$/.exec(zone) ?? [];
  const short = direction.replace(/(north|south|east|west|central)/g, (word) => word.charAt(0));
  return `${area.replaceAll('-', '')}${short}${number}-az${letter.charCodeAt(0) - 96}`;
}
