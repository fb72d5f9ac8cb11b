/** Where something stands in the text of a description. Worked out only when it is asked for: a good file never pays. */
import { findNodeAtLocation, parseTree, type Node as JsonNode } from 'jsonc-parser';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';

/** The keys from the top of the document: `['paths', '/pets', 'get']`. */
export type Pointer = readonly (string | number)[];

/** The lines of one text. */
export class SourceLines {
  private json?: JsonNode;
  private yaml?: Document;
  private starts?: number[];

  constructor(
    private readonly text: string,
    private readonly format: 'json' | 'yaml',
  ) {}

  /** The line of the key at a pointer, from 1; of the nearest thing around it where there is none. */
  lineOf(pointer: Pointer): number {
    return this.lineAt(this.format === 'json' ? this.jsonOffset(pointer) : this.yamlOffset(pointer));
  }

  /** The line that holds this offset, from 1. */
  lineAt(offset: number): number {
    const starts = (this.starts ??= lineStarts(this.text));
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  private jsonOffset(pointer: Pointer): number {
    const root = (this.json ??= treeOf(this.text));
    for (let length = pointer.length; root && length > 0; length--) {
      const node = findNodeAtLocation(root, pointer.slice(0, length));
      if (node) return node.parent?.type === 'property' ? node.parent.offset : node.offset;
    }
    return root?.offset ?? 0;
  }

  private yamlOffset(pointer: Pointer): number {
    this.yaml ??= parseDocument(this.text, { lineCounter: new LineCounter() });
    let node: unknown = this.yaml.contents;
    let offset = this.yaml.contents?.range?.[0] ?? 0;
    for (const key of pointer) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
        if (!pair) break;
        offset = (isScalar(pair.key) && pair.key.range?.[0]) || offset;
        node = pair.value;
      } else if (isSeq(node)) {
        const item = node.items[Number(key)] as { range?: readonly number[] | null } | undefined;
        if (!item) break;
        offset = item.range?.[0] ?? offset;
        node = item;
      } else break;
    }
    return offset;
  }
}

/** Undefined for a text that is deeper than the parser can go: it has no lines but the first. */
function treeOf(text: string): JsonNode | undefined {
  try {
    return parseTree(text);
  } catch {
    return undefined;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
