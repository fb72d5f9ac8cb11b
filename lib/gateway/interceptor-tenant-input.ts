/** Where tools take the tenant of a call, and what becomes of it. */
import { Token } from 'aws-cdk-lib';
import { inputSchemaOf } from '../cedar/cedar-gateway';
import type { Problem } from '../core/refusal';
import { fieldAt, type SchemaField } from '../tools/json-schema';
import type { Tool } from '../tools/tool';

/**
 * The field of a tool's input that says for which tenant a call is: text, a whole number, or a list of them.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-interceptors.html
 */
export class TenantInput {
  /**
   * The model fills it in, and a call for another tenant than the caller's is refused; so is a call that leaves it out. For
   * a caller of several tenants it is one of them; of a list, each.
   * @param path the name, or the names of nested fields with dots between: `tenantId`, `filter.tenantId`
   */
  static mustMatch(path: string): TenantInput {
    return new TenantInput(path, false);
  }

  /**
   * It is filled in from the caller's claim, whatever the model writes. A caller of several tenants has to say which one,
   * except where the field is a list: that gets all of them.
   * @param path the name, or the names of nested fields with dots between: `tenantId`, `filter.tenantId`
   */
  static fromClaim(path: string): TenantInput {
    return new TenantInput(path, true);
  }

  private constructor(
    /** The name, or the names with dots between. */
    readonly path: string,
    private readonly filledIn: boolean,
  ) {}

  /** @internal Whether it is filled in. */
  get _filledIn(): boolean {
    return this.filledIn;
  }

  /** @internal */
  get _names(): string[] {
    return this.path.split('.');
  }

  /** @internal What is wrong with it whatever the tool. */
  _problems(about: string): Problem[] {
    const known = !Token.isUnresolved(this.path);
    if (known && this._names.every((name) => name !== '')) return [];
    return [
      {
        about,
        value: this.path,
        allowed: `the name of a field, or names of nested fields with dots between${known ? '' : ', known at synth'}`,
        fix: 'Write the name as it stands in the schemas of the tools, for example tenantId.',
      },
    ];
  }

  /** @internal The field of this tool that holds it, if it has such a field. */
  _fieldOf(tool: Tool): SchemaField | undefined {
    const field = fieldAt(inputSchemaOf(tool), this._names);
    return field && isTenantType(field) ? field : undefined;
  }
}

const TYPES = ['string', 'integer'];

function isTenantType({ type, schema }: SchemaField): boolean {
  return TYPES.includes(type) || (type === 'array' && schema.items !== undefined && TYPES.includes(schema.items.type));
}
