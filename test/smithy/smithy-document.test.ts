import { sentence, type Problem } from '../../lib/core/refusal';
import { readSmithy, shapeName, SmithyDocument } from '../../lib/smithy/smithy-document';
import { inventory, inventoryModel } from './inventory';

const FORM = 'a Smithy model in its JSON form: {"smithy": "2.0", "shapes": {…}}';
const MAKE = "Make it with Smithy's command: smithy ast model.smithy > model.json.";

describe('a Smithy model', () => {
  it('has the operations of its service and of all its resources', () => {
    expect(inventory().operations.map(shapeName)).toEqual([
      'SearchItems',
      'DescribeEndpoints',
      'ImportItems',
      'PutItem',
      'GetItem',
      'CountItems',
      'ListShelves',
    ]);
  });

  it('may begin with a byte order mark', () => {
    expect(readSmithy(`\uFEFF${JSON.stringify(inventoryModel())}`, 'model')).toBeInstanceOf(SmithyDocument);
  });

  it.each([
    ['IDL', '$version: "2"\n\nnamespace com.example\n', `model.json is "Smithy IDL". Allowed: ${FORM}. ${MAKE}`],
    [
      'IDL behind comments',
      '// Ours\n// and yours\nnamespace com.example',
      `model.json is "Smithy IDL". Allowed: ${FORM}. ${MAKE}`,
    ],
    ['a list', '[]', `model.json is []. Allowed: ${FORM}. ${MAKE}`],
    [
      'an OpenAPI description',
      '{"openapi": "3.0.0", "paths": {}}',
      `model.json is "an object with openapi, paths". Allowed: ${FORM}. ${MAKE}`,
    ],
    ['an empty object', '{}', `model.json is "an object with nothing". Allowed: ${FORM}. ${MAKE}`],
    [
      'a version that is not known',
      '{"smithy": "3", "shapes": {}}',
      'model.json: smithy is "3". Allowed: version 1.0 or 2.0 of the JSON form. Make it with another version of Smithy\'s command.',
    ],
    [
      'no service',
      '{"smithy": "2.0", "shapes": {}}',
      'model.json: the services is "none". Allowed: one service in a model. Build the model with its service.',
    ],
    [
      'two services',
      '{"smithy": "2.0", "shapes": {"a#One": {"type": "service"}, "a#Two": {"type": "service"}}}',
      'model.json: the services is "a#One, a#Two". Allowed: one service in a model. Make a model, and a target, of each: a projection of smithy build with includeServices.',
    ],
  ])('is not: %s', (_what, text, message) => {
    expect(sentence(readSmithy(text, 'model.json') as Problem)).toBe(message);
  });

  it('is not: text that is no JSON, with what the parser says', () => {
    expect(sentence(readSmithy('{"smithy": ', 'model.json') as Problem)).toBe(
      `model.json is "no JSON: Unexpected end of JSON input". Allowed: ${FORM}. ${MAKE}`,
    );
  });
});
