/** The functions behind tools, and how their types follow from the definitions. */
import type { ToolContext } from './gateway-call';
import type { InputOf, ToolDefinition, ToolFile } from './tool-definition';

/** Anything that JSON can hold; the model reads it as JSON text. */
export type ToolResult = object | string | number | boolean | null;

/** The code of one tool: gets an input that fits the definition, returns what the model is to read. */
export type ToolCode<Input> = (input: Input, context: ToolContext) => Promise<ToolResult> | ToolResult;

/** One function for each tool: typed by the interface `Inputs` where one is named, else by the definitions themselves. */
export type ToolHandlers<Inputs extends object, D extends ToolFile> = [Inputs] extends [never]
  ? D extends readonly ToolDefinition[]
    ? string extends D[number]['name']
      ? InterfaceIsMissing
      : { readonly [T in D[number] as T['name']]: ToolCode<InputOf<T['inputSchema']>> }
    : InterfaceIsMissing
  : { readonly [Name in keyof Inputs]: ToolCode<Inputs[Name]> };

/** What the compiler says where it cannot know the types. */
type InterfaceIsMissing =
  'Write the list `as const`; for a file, `cdk-agentcore types` writes ToolInputs: toolHandler<ToolInputs>(…)';
