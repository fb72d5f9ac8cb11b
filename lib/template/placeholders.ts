/**
 * What only the deployment knows, as text that reads: `<Shop.Tools.Gateway.GatewayArn>`.
 * A placeholder holds no quote, backslash, `*` or line break, so it may stand inside a Cedar string or pattern; and no
 * slash, so that what comes after the last slash of an ARN stays whole.
 */
import { constructPath, resourcesOf, type ResourceAddress, type StackTemplate } from './stack-template';

/** What a value points at: a resource, and which of its attributes (none for `Ref`). */
export interface Reference extends ResourceAddress {
  readonly attribute?: string;
}

/** The placeholders of one assembly; the same resource has the same one everywhere. */
export class Placeholders {
  private readonly names = new Map<ResourceAddress['resource'], string>();
  private readonly addresses = new Map<string, ResourceAddress>();

  constructor(stacks: readonly StackTemplate[]) {
    const resources = resourcesOf(stacks);
    const wanted = resources.map((address) => legal(withoutGenericEnd(constructPath(address))));
    const uses = new Map<string, number>();
    for (const name of wanted) uses.set(name, (uses.get(name) ?? 0) + 1);
    resources.forEach((address, index) => {
      const unique = uses.get(wanted[index]) === 1 && !wanted[index].includes('#');
      const name = unique ? wanted[index] : legal(`${address.stack.id}#${address.resource.logicalId}`);
      this.names.set(address.resource, name);
      this.addresses.set(name, address);
    });
  }

  /** The placeholder of a resource (`Ref`) or of one of its attributes. */
  of(resource: ResourceAddress['resource'], attribute?: string): string {
    const name = this.names.get(resource) ?? legal(resource.logicalId);
    return attribute === undefined ? `<${name}>` : `<${name}.${legal(attribute)}>`;
  }

  /** The placeholder of a parameter; never that of a resource, whose path may read the same. */
  ofParameter(name: string, stack: StackTemplate): string {
    const path = legal(`${stack.id}.${name}`);
    return this.addresses.has(path) ? `<${path} (parameter)>` : `<${path}>`;
  }

  /** A placeholder for what is no resource of the assembly: an import from elsewhere, a function. */
  static unknown(what: string): string {
    return `<${legal(what)}>`;
  }

  /** Every resource that a resolved text points at, in the order of the text. */
  referencesIn(text: string): Reference[] {
    return [...text.matchAll(/<([^<>]*)>/g)].flatMap(([, name]) => {
      const whole = this.addresses.get(name);
      if (whole) return [whole];
      // The attribute may itself have dots (`Endpoint.Address`), and so may the path: the longest known path wins.
      for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
        const address = this.addresses.get(name.slice(0, dot));
        if (address) return [{ ...address, attribute: name.slice(dot + 1) }];
      }
      return [];
    });
  }
}

/** Whether a resolved text still has something in it that only the deployment knows. */
export function hasPlaceholder(text: string): boolean {
  return /<[^<>]*>/.test(text);
}

/** Whether a condition of the template decides what the text is: it then names what may well not be meant. */
export function isConditional(text: string): boolean {
  return text.includes('<Fn::If ');
}

/** Whether the deployment may turn both texts into the same one. */
export function mayBeEqual(one: string, other: string): boolean {
  return one === other || pattern(one).test(other) || pattern(other).test(one);
}

/** Placeholders hold no `*`, so it may stand for them; around another one until none is left. */
function pattern(text: string): RegExp {
  let open = text;
  while (hasPlaceholder(open)) open = open.replace(/<[^<>]*>/g, '*');
  const literals = open.split(/\*+/).map((literal) => literal.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 's');
}

/** `Shop/Tools/Gateway/Resource` → `Shop/Tools/Gateway`: the ends that CDK adds and nobody wrote. */
export function withoutGenericEnd(path: string): string {
  return path.replace(/\/(Resource|Default)$/, '');
}

function legal(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is replaced
  return text.replaceAll('/', '.').replace(/["\\*<>\u0000-\u001f\u007f]/g, '_');
}
