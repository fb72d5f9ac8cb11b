/** Where this app lets text be processed unless its context says otherwise: in the geography that it is deployed to. */

/** By the beginning of the region; Bedrock's inference profiles of 2026-11. */
const GEOGRAPHIES: readonly (readonly [region: string, geography: string])[] = [
  ['us-gov-', 'us-gov'],
  ['eu-', 'eu'],
  ['ap-northeast-1', 'jp'],
  ['ap-northeast-3', 'jp'],
  ['ap-southeast-2', 'au'],
  ['ap-southeast-4', 'au'],
];

/** The geography of a region; of an unknown one, `us`, and synth says whether the model is offered there. */
export function geographyOf(region: string | undefined): string {
  return GEOGRAPHIES.find(([beginning]) => region?.startsWith(beginning))?.[1] ?? 'us';
}

/** The model in a geography; GovCloud has another one. */
export function modelOf(geography: string): string {
  return geography === 'us-gov' ? 'anthropic.claude-sonnet-4-5-20250929-v1:0' : 'anthropic.claude-sonnet-4-6';
}
