/** The types of Cedar in words. */

const TYPES: Readonly<Record<string, string>> = {
  String: 'text',
  Long: 'a whole number',
  decimal: 'a decimal',
  Bool: 'true or false',
  True: 'true',
  False: 'false',
  datetime: 'a point in time',
  duration: 'a span of time',
  AnyEntity: 'an entity',
  'AgentCore::OAuthUser': 'a user',
  'AgentCore::IamEntity': 'a role',
  'AgentCore::UnauthenticatedUser': 'a caller who does not authenticate',
  'AgentCore::Gateway': 'a gateway',
};

/** What a type is to a reader: `Set<String>` is a set. */
export function typeInWords(name: string): string {
  if (name === 'datetime, or duration, or Long') return 'a number or a time';
  // Whatever has attributes; a field of a tool can only be the second.
  if (name === 'AnyEntity, or OpenRecord{}') return 'an object';
  if (name === 'Set<AnyEntity>, or AnyEntity') return 'an entity or a set of entities';
  if (name.startsWith('{')) return 'an object';
  if (name.includes(', or ')) return name.split(', or ').map(typeInWords).join(' or ');
  if (name.startsWith('Set<')) return 'a set';
  return TYPES[name] ?? name;
}
