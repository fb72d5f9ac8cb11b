/** What is wrong with the input or output schema of a tool, keyword by keyword. */
import { nearest, type Problem } from '../core/refusal';
import { isJsonObject } from './json-schema';
import { TOOL_LIMITS } from './tool-limits';

const KEYWORDS: readonly string[] = TOOL_LIMITS.schemaKeywords;
const TYPES: readonly string[] = TOOL_LIMITS.schemaTypes;

/** What to do without a keyword that the gateway does not accept. */
const INSTEAD: readonly { readonly keywords: readonly string[]; readonly fix: string }[] = [
  {
    keywords: ['enum', 'const'],
    fix: 'Name the values in the description, and check them in a policy or in the tool.',
  },
  {
    keywords: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
    fix: 'Name the range in the description, and check it in a policy or in the tool.',
  },
  {
    keywords: ['pattern', 'format', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'contains'],
    fix: 'Describe the form in the description, and check it in the tool.',
  },
  {
    keywords: ['default'],
    fix: 'Leave the field out of "required", name the default in the description, and apply it in the tool.',
  },
  { keywords: ['nullable'], fix: 'Leave the field out of "required" instead.' },
  { keywords: ['title', '$comment', 'examples', 'example'], fix: 'Say it in the description.' },
  { keywords: ['$schema', '$id', 'additionalProperties', 'unevaluatedProperties'], fix: 'Leave it out.' },
  { keywords: ['$ref', '$defs', 'definitions'], fix: 'Write the schema out where it is used.' },
  { keywords: ['allOf'], fix: 'Write the fields of all of them into one object.' },
  {
    keywords: ['oneOf', 'anyOf', 'not', 'if', 'then', 'else'],
    fix: 'Make a tool for each form, or optional fields of one object.',
  },
  { keywords: ['patternProperties', 'propertyNames'], fix: 'Take a list of objects with a name and a value.' },
];

/** Other languages' words for the types. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  int: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  decimal: 'number',
  str: 'string',
  text: 'string',
  bool: 'boolean',
  dict: 'object',
  map: 'object',
  list: 'array',
};

/** Everything wrong with the input schema of a tool. */
export function inputProblems(schema: unknown, about: string): Problem[] {
  return [...topProblems(schema, about), ...inputNameProblems(schema, about)];
}

/** Everything wrong with the output schema of a tool. */
export function outputProblems(schema: unknown, about: string): Problem[] {
  return topProblems(schema, about);
}

function topProblems(schema: unknown, about: string): Problem[] {
  if (isJsonObject(schema) && TYPES.includes(schema.type as string) && schema.type !== 'object') {
    return [
      {
        about: `${about}.type`,
        value: schema.type,
        allowed: '"object" at the top',
        fix: 'Make what it describes a field of an object.',
      },
    ];
  }
  return schemaProblems(schema, about, 1);
}

function inputNameProblems(schema: unknown, about: string): Problem[] {
  if (!isJsonObject(schema) || !isJsonObject(schema.properties)) return [];
  const { maxLength, pattern, characters } = TOOL_LIMITS.inputName;
  return Object.keys(schema.properties)
    .filter((name) => !pattern.test(name) || name.length > maxLength)
    .map((name) => ({
      about: `${about}.properties key`,
      value: name,
      allowed: `1 to ${maxLength} of ${characters}, or models refuse every request that carries the tool`,
      fix: 'Rename the field.',
    }));
}

function schemaProblems(schema: unknown, about: string, level: number): Problem[] {
  if (!isJsonObject(schema)) {
    return [
      {
        about,
        value: schema,
        allowed: 'a JSON Schema object',
        fix: 'Write it like {"type": "object", "properties": {}}.',
      },
    ];
  }
  if (level > TOOL_LIMITS.schemaLevels) {
    return [
      {
        about,
        value: `level ${level}`,
        allowed: `at most ${TOOL_LIMITS.schemaLevels} levels`,
        fix: 'Flatten the schema.',
      },
    ];
  }
  return [
    ...typeProblems(schema, about),
    ...keywordProblems(schema, about),
    ...descriptionProblems(schema, about),
    ...placeProblems(schema, about),
    ...propertiesProblems(schema, about, level),
    ...requiredProblems(schema, about),
    ...(schema.items === undefined ? [] : schemaProblems(schema.items, `${about}.items`, level + 1)),
  ];
}

function typeProblems({ type }: Record<string, unknown>, about: string): Problem[] {
  if (typeof type === 'string' && TYPES.includes(type)) return [];
  return [{ about: `${about}.type`, value: type, allowed: `one of ${TYPES.join(', ')}`, fix: typeFix(type) }];
}

function typeFix(type: unknown): string {
  if (Array.isArray(type)) {
    const kept = type.filter((one) => one !== 'null');
    return kept.length === 1 && kept.length < type.length
      ? `Write ${JSON.stringify(kept[0])} and leave the field out of "required".`
      : 'Choose one type, or make a field for each.';
  }
  if (typeof type !== 'string') return 'Say the type.';
  const word = type.toLowerCase();
  const meant = (Object.hasOwn(TYPE_WORDS, word) ? TYPE_WORDS[word] : undefined) ?? nearest(type, TYPES);
  return meant ? `Did you mean ${JSON.stringify(meant)}?` : 'Choose one of them.';
}

function keywordProblems(schema: Record<string, unknown>, about: string): Problem[] {
  return Object.keys(schema)
    .filter((keyword) => !KEYWORDS.includes(keyword))
    .map((keyword) => ({
      about: `${about}.${keyword}`,
      value: schema[keyword],
      allowed: `the keywords that the gateway accepts: ${KEYWORDS.join(', ')}`,
      fix: keywordFix(keyword),
    }));
}

function keywordFix(keyword: string): string {
  const instead = INSTEAD.find(({ keywords }) => keywords.includes(keyword));
  if (instead) return instead.fix;
  const meant = nearest(keyword, KEYWORDS);
  return meant
    ? `Did you mean ${JSON.stringify(meant)}?`
    : 'Leave it out, or if it is a field, put it into "properties".';
}

function descriptionProblems({ description }: Record<string, unknown>, about: string): Problem[] {
  if (description === undefined || typeof description === 'string') return [];
  return [{ about: `${about}.description`, value: description, allowed: 'a text', fix: 'Write it as one string.' }];
}

/** A keyword on a type that has no use for it would be ignored in silence. */
function placeProblems(schema: Record<string, unknown>, about: string): Problem[] {
  const { type } = schema;
  if (typeof type !== 'string' || !TYPES.includes(type)) return [];
  const misplaced = [
    ...['properties', 'required']
      .filter((keyword) => type !== 'object' && schema[keyword] !== undefined)
      .map((keyword) => ({ keyword, on: 'object' })),
    ...(type !== 'array' && schema.items !== undefined ? [{ keyword: 'items', on: 'array' }] : []),
  ];
  return misplaced.map(({ keyword, on }) => ({
    about: `${about}.${keyword}`,
    value: `on a schema of type ${JSON.stringify(type)}`,
    allowed: `on the type ${JSON.stringify(on)}`,
    fix: `Write "type": ${JSON.stringify(on)}, or leave ${keyword} out.`,
  }));
}

function propertiesProblems({ properties }: Record<string, unknown>, about: string, level: number): Problem[] {
  if (properties === undefined) return [];
  if (!isJsonObject(properties)) {
    return [
      {
        about: `${about}.properties`,
        value: properties,
        allowed: 'an object with a schema for each field',
        fix: 'Write it like {"amount": {"type": "number"}}.',
      },
    ];
  }
  return [
    ...(Object.hasOwn(properties, '__proto__') ? [lostName(about)] : []),
    ...Object.entries(properties).flatMap(([name, property]) =>
      schemaProblems(property, `${about}.properties.${name}`, level + 1),
    ),
  ];
}

/** CDK copies properties by assignment, which makes this one the prototype of the others. */
function lostName(about: string): Problem {
  return {
    about: `${about}.properties key`,
    value: '__proto__',
    allowed: 'any other name: this one would be missing in the template',
    fix: 'Rename the field.',
  };
}

function requiredProblems({ properties, required }: Record<string, unknown>, about: string): Problem[] {
  if (required === undefined) return [];
  if (!Array.isArray(required) || !required.every((name) => typeof name === 'string')) {
    return [
      {
        about: `${about}.required`,
        value: required,
        allowed: 'a list of the names of fields',
        fix: 'On the object that holds the field, write its name into the list: "required": ["amount"].',
      },
    ];
  }
  const known = isJsonObject(properties) ? Object.keys(properties) : [];
  return required.flatMap((name, index) => {
    const at = `${about}.required[${index}]`;
    if (!known.includes(name)) {
      return [
        {
          about: at,
          value: name,
          allowed:
            known.length > 0
              ? `a field of "properties": ${known.join(', ')}`
              : 'a field of "properties", which has none',
          fix: requiredFix(name, known),
        },
      ];
    }
    if (required.indexOf(name) === index) return [];
    return [{ about: at, value: name, allowed: 'each field once', fix: 'Remove it.' }];
  });
}

function requiredFix(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant ? `Did you mean ${JSON.stringify(meant)}?` : 'Define the field, or take it off the list.';
}
