/** The models that Bedrock offers, as dated data. What a row does not say is not checked. */

export interface KnownModel {
  /** Regions in which the model itself may be called; none: only through a profile. */
  readonly inRegion?: readonly string[];
  /** Geographies whose profile serves it. */
  readonly geographies?: readonly string[];
  /** Whether the global profile serves it. */
  readonly global?: boolean;
}

export const MODELS_AS_OF = '2026-11';

const ANYWHERE = ['us', 'eu', 'jp', 'au'];
const OPEN_WEIGHTS = [
  'ap-northeast-1',
  'ap-south-1',
  'eu-south-1',
  'eu-west-1',
  'eu-west-2',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-2',
];

/**
 * Ids: `FoundationModelIdentifier` of aws-cdk-lib 2.276.0 (2026-11), models that converse. Regions: the user guide's
 * tables of 2026-02 and the profiles in public use by 2026-11.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html
 */
export const BEDROCK_MODELS: Readonly<Record<string, KnownModel>> = {
  'ai21.jamba-1-5-large-v1:0': { inRegion: ['us-east-1'], geographies: [], global: false },
  'ai21.jamba-1-5-mini-v1:0': { inRegion: ['us-east-1'], geographies: [], global: false },
  'amazon.nova-2-lite-v1:0': { inRegion: [], geographies: ['us', 'eu', 'jp'], global: true },
  'amazon.nova-lite-v1:0': {
    inRegion: [
      'ap-northeast-1',
      'ap-southeast-2',
      'ap-southeast-3',
      'eu-north-1',
      'eu-west-2',
      'me-central-1',
      'us-east-1',
      'us-gov-west-1',
    ],
    geographies: ['us', 'eu', 'apac', 'ca'],
    global: false,
  },
  'amazon.nova-micro-v1:0': {
    inRegion: ['ap-southeast-2', 'eu-west-2', 'us-east-1', 'us-gov-west-1'],
    geographies: ['us', 'eu', 'apac'],
    global: false,
  },
  'amazon.nova-premier-v1:0': { inRegion: [], geographies: ['us'], global: false },
  'amazon.nova-pro-v1:0': {
    inRegion: ['ap-southeast-2', 'ap-southeast-3', 'eu-west-2', 'me-central-1', 'us-east-1', 'us-gov-west-1'],
    geographies: ['us', 'eu', 'apac'],
    global: false,
  },
  'anthropic.claude-3-5-haiku-20241022-v1:0': { geographies: ['us'], global: false },
  'anthropic.claude-3-7-sonnet-20250219-v1:0': {},
  'anthropic.claude-3-haiku-20240307-v1:0': { geographies: ['us', 'eu', 'apac', 'us-gov'], global: false },
  'anthropic.claude-fable-5': {},
  'anthropic.claude-fable-5-1': {},
  'anthropic.claude-haiku-4-5-20251001-v1:0': { inRegion: [], geographies: ANYWHERE, global: true },
  'anthropic.claude-haiku-5-5': {},
  'anthropic.claude-mythos-5': {},
  'anthropic.claude-opus-4-1-20250805-v1:0': { inRegion: [], geographies: ['us'], global: false },
  'anthropic.claude-opus-4-20250514-v1:0': { inRegion: [], geographies: ['us'], global: false },
  'anthropic.claude-opus-4-5-20251101-v1:0': { inRegion: [], geographies: ['us', 'eu'], global: true },
  'anthropic.claude-opus-4-6-v1': { inRegion: [], geographies: ['us', 'eu', 'au'], global: true },
  'anthropic.claude-opus-4-7': { inRegion: [], geographies: ANYWHERE, global: true },
  'anthropic.claude-opus-4-8': { inRegion: [], geographies: ANYWHERE, global: true },
  'anthropic.claude-opus-5': {},
  'anthropic.claude-opus-5-5': {},
  'anthropic.claude-sonnet-4-20250514-v1:0': { inRegion: [], geographies: ['us', 'eu', 'apac'], global: true },
  'anthropic.claude-sonnet-4-5-20250929-v1:0': { geographies: [...ANYWHERE, 'us-gov'], global: true },
  'anthropic.claude-sonnet-4-6': { inRegion: [], geographies: ANYWHERE, global: true },
  'anthropic.claude-sonnet-5': { geographies: ANYWHERE, global: true },
  'anthropic.claude-sonnet-5-5': { global: true },
  'cohere.command-r-plus-v1:0': { inRegion: ['us-east-1', 'us-west-2'], geographies: [], global: false },
  'cohere.command-r-v1:0': { inRegion: ['us-east-1', 'us-west-2'], geographies: [], global: false },
  'deepseek.r1-v1:0': { inRegion: [], geographies: ['us'], global: false },
  'deepseek.v3-v1:0': {
    inRegion: ['ap-northeast-1', 'ap-south-1', 'ap-southeast-3', 'eu-north-1', 'eu-west-2', 'us-east-2', 'us-west-2'],
  },
  'google.gemma-3-12b-it': { inRegion: OPEN_WEIGHTS },
  'google.gemma-3-27b-it': { inRegion: OPEN_WEIGHTS },
  'google.gemma-3-4b-it': { inRegion: OPEN_WEIGHTS },
  'meta.llama3-1-70b-instruct-v1:0': { inRegion: ['us-west-2'], geographies: ['us'], global: false },
  'meta.llama3-1-8b-instruct-v1:0': { inRegion: ['us-west-2'], geographies: ['us'], global: false },
  'meta.llama3-2-11b-instruct-v1:0': { inRegion: [], geographies: ['us'], global: false },
  'meta.llama3-2-1b-instruct-v1:0': { inRegion: [], geographies: ['us', 'eu'], global: false },
  'meta.llama3-2-3b-instruct-v1:0': { inRegion: [], geographies: ['us', 'eu'], global: false },
  'meta.llama3-2-90b-instruct-v1:0': { inRegion: [], geographies: ['us'], global: false },
  'meta.llama3-3-70b-instruct-v1:0': { inRegion: ['us-east-2'], geographies: ['us'], global: false },
  'meta.llama4-maverick-17b-instruct-v1:0': { inRegion: [], geographies: ['us'], global: false },
  'meta.llama4-scout-17b-instruct-v1:0': { inRegion: [], geographies: ['us'], global: false },
  'minimax.minimax-m2': { inRegion: OPEN_WEIGHTS },
  'minimax.minimax-m2.1': {},
  'minimax.minimax-m2.5': {},
  'mistral.mistral-large-2402-v1:0': {
    inRegion: [
      'ap-south-1',
      'ap-southeast-2',
      'ca-central-1',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'sa-east-1',
      'us-east-1',
      'us-west-2',
    ],
  },
  'mistral.mistral-large-2407-v1:0': { inRegion: ['us-west-2'] },
  'mistral.mistral-large-3-675b-instruct': {
    inRegion: ['ap-northeast-1', 'ap-south-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-2'],
  },
  'mistral.mistral-small-2402-v1:0': { inRegion: ['us-east-1'] },
  'mistral.pixtral-large-2502-v1:0': { inRegion: [], geographies: ['us', 'eu'], global: false },
  'moonshot.kimi-k2-thinking': {
    inRegion: ['ap-northeast-1', 'ap-south-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-2'],
  },
  'nvidia.nemotron-nano-12b-v2': { inRegion: OPEN_WEIGHTS },
  'nvidia.nemotron-nano-9b-v2': { inRegion: OPEN_WEIGHTS },
  'openai.gpt-oss-120b-1:0': {},
  'openai.gpt-oss-20b-1:0': {},
  'openai.gpt-oss-safeguard-120b': { inRegion: OPEN_WEIGHTS },
  'openai.gpt-oss-safeguard-20b': {},
  'qwen.qwen3-235b-a22b-2507-v1:0': {},
  'qwen.qwen3-32b-v1:0': {},
  'qwen.qwen3-coder-30b-a3b-v1:0': {},
  'qwen.qwen3-coder-480b-a35b-v1:0': {},
  'writer.palmyra-x4-v1:0': {},
  'writer.palmyra-x5-v1:0': {},
  'zai.glm-4.7': {},
  'zai.glm-4.7-flash': {},
  'zai.glm-5': {},
};
