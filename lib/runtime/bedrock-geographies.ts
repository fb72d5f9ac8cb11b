/** Where Bedrock's geographic inference profiles may be called and where they process, as dated data. */

export interface BedrockGeography {
  /** Regions from which the profile may be called. */
  readonly sources: readonly string[];
  /** Regions to which every source routes. */
  readonly destinations: readonly string[];
  /** Sources that route to themselves too, but to which no other source routes. */
  readonly ownOnly?: readonly string[];
}

export const GEOGRAPHIES_AS_OF = '2026-11';

/**
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 * Read from copies of 2026 and from aws-bedrock-alpha 2.275; a profile of one model may route to fewer of them.
 */
export const BEDROCK_GEOGRAPHIES: Readonly<Record<string, BedrockGeography>> = {
  us: {
    sources: ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1'],
    destinations: ['us-east-1', 'us-east-2', 'us-west-2'],
    ownOnly: ['us-west-1'],
  },
  eu: {
    sources: [
      'eu-central-1',
      'eu-central-2',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
    ],
    destinations: ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
    ownOnly: ['eu-central-2', 'eu-west-2'],
  },
  apac: {
    sources: [
      'ap-east-2',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-south-2',
      'ap-southeast-1',
      'ap-southeast-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ap-southeast-5',
      'ap-southeast-7',
      'me-central-1',
    ],
    destinations: [
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-south-2',
      'ap-southeast-1',
      'ap-southeast-2',
      'ap-southeast-4',
    ],
    ownOnly: ['ap-east-2', 'ap-southeast-3', 'ap-southeast-5', 'ap-southeast-7', 'me-central-1'],
  },
  jp: { sources: ['ap-northeast-1', 'ap-northeast-3'], destinations: ['ap-northeast-1', 'ap-northeast-3'] },
  au: { sources: ['ap-southeast-2', 'ap-southeast-4'], destinations: ['ap-southeast-2', 'ap-southeast-4'] },
  ca: { sources: ['ca-central-1', 'ca-west-1'], destinations: ['ca-central-1', 'ca-west-1'] },
  'us-gov': { sources: ['us-gov-east-1', 'us-gov-west-1'], destinations: ['us-gov-east-1', 'us-gov-west-1'] },
};
