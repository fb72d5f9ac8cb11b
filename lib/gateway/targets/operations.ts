/** Which operations of an API become tools. */
import type { OperationFilter } from '../../openapi/operation-selection';

/**
 * Some operations of an OpenAPI description.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html#operation-object
 */
export class Operations {
  /** Those with these ids; `GET /pets` names one that has no `operationId`. */
  static named(...operationIds: string[]): Operations {
    return new Operations({ operationIds });
  }

  /** Those with any of these tags. */
  static tagged(...tags: string[]): Operations {
    return new Operations({ tags });
  }

  /**
   * Those at a path.
   * @param path `*` stands for what is in one segment, `/**` at the end for everything below: `/orders/**`
   * @param methods such as `GET`; all where there are none
   */
  static at(path: string, ...methods: string[]): Operations {
    return new Operations({ paths: [{ path, ...(methods.length > 0 && { methods }) }] });
  }

  /** @internal All that any of these takes; undefined where there are none. */
  static _filter(list: readonly Operations[] | undefined): OperationFilter | undefined {
    if (!list) return undefined;
    const all = list.map(({ filter }) => filter);
    return {
      operationIds: all.flatMap(({ operationIds = [] }) => operationIds),
      tags: all.flatMap(({ tags = [] }) => tags),
      paths: all.flatMap(({ paths = [] }) => paths),
    };
  }

  private constructor(private readonly filter: OperationFilter) {}
}
