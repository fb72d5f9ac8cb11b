/** A Smithy model cut down to some of its operations, and to the shapes that they need. */
import { isJsonObject } from '../tools/json-schema';
import { LIFECYCLES, LISTS, targetOf, targets, type JsonObject, type SmithyDocument } from './smithy-document';
import { TRAITS_OF_OPERATIONS } from './smithy-limits';

/**
 * The model with these operations alone. Resources stay, as traits may name them, but lose the other operations; what no
 * shape that stays refers to is gone.
 */
export function prunedModel(document: SmithyDocument, operationIds: readonly string[]): JsonObject {
  return new Pruning(document, new Set(operationIds)).model();
}

/** Shapes that are cut down: through them, the others would stay. */
const CUT = ['service', 'resource'];

class Pruning {
  private readonly kept = new Map<string, JsonObject>();

  constructor(
    private readonly document: SmithyDocument,
    private readonly operations: ReadonlySet<string>,
  ) {}

  model(): JsonObject {
    const { root, shapes, serviceId } = this.document;
    this.keep(serviceId);
    for (const [id, shape] of Object.entries(shapes)) {
      // What a trait looks like is referred to by its name only.
      if (isJsonObject(shape.traits) && 'smithy.api#trait' in shape.traits) this.keep(id);
    }
    const service = this.kept.get(serviceId)!;
    if (isJsonObject(service.rename)) {
      service.rename = Object.fromEntries(Object.entries(service.rename).filter(([id]) => this.kept.has(id)));
    }
    const applied = Object.keys(shapes).filter((id) => shapes[id].type === 'apply' && this.kept.has(id.split('$')[0]));
    const ids = new Set([...this.kept.keys(), ...applied]);
    // In the order of the model, so that the same operations always make the same text.
    const entries = Object.keys(shapes).filter((id) => ids.has(id));
    return { ...root, shapes: Object.fromEntries(entries.map((id) => [id, this.kept.get(id) ?? shapes[id]])) };
  }

  private keep(id: string): void {
    const waiting = [id];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const shape = this.document.shape(next);
      if (!shape || this.kept.has(next)) continue;
      const own = this.cut(shape);
      this.kept.set(next, own);
      // What a service renames is in it only if something else brings it.
      const traits = this.cutTraits(this.document.traits(next));
      waiting.push(...this.referredTo(without(own, ['rename'])), ...this.referredTo(traits));
    }
  }

  private cut(shape: JsonObject): JsonObject {
    const traits = isJsonObject(shape.traits) ? { traits: this.cutTraits(shape.traits) } : {};
    if (!CUT.includes(String(shape.type))) return { ...shape, ...traits };
    const lost = LIFECYCLES.filter((lifecycle) => !this.stays(targetOf(shape[lifecycle])));
    const cut: JsonObject = { ...without(shape, lost), ...traits };
    for (const list of LISTS) {
      if (shape[list] !== undefined)
        cut[list] = targets(shape[list]).flatMap((target) => (this.stays(target) ? [{ target }] : []));
    }
    return cut;
  }

  private cutTraits(traits: JsonObject): JsonObject {
    const { tests, discovery, discovered } = TRAITS_OF_OPERATIONS;
    return without(traits, this.discovers ? [tests] : [tests, discovery, discovered]);
  }

  /** Whether the operation by which clients find out where to call is among those that stay. */
  private get discovers(): boolean {
    const discovery = this.document.traits(this.document.serviceId)[TRAITS_OF_OPERATIONS.discovery];
    return isJsonObject(discovery) && this.stays(discovery.operation as string);
  }

  private stays(id: string | undefined): boolean {
    return id !== undefined && this.operations.has(id);
  }

  /** Every shape of the model that is named in it, keys included: traits name shapes in many ways. */
  private referredTo(value: unknown): string[] {
    if (typeof value === 'string') return this.isReferable(value) ? [value] : [];
    if (Array.isArray(value)) return value.flatMap((one) => this.referredTo(one));
    if (!isJsonObject(value)) return [];
    return Object.entries(value).flatMap(([key, one]) => [
      ...(this.isReferable(key) ? [key] : []),
      ...this.referredTo(one),
    ]);
  }

  private isReferable(text: string): boolean {
    const type = text.includes('#') ? this.document.shape(text)?.type : undefined;
    return type !== undefined && (type !== 'operation' || this.stays(text)) && type !== 'service';
  }
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
