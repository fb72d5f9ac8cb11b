/** Which messages of Cedar's validator only repeat what another one says, and in which order the others are told. */
import type { ValidatorMessage } from './validator-message';

/** One message for one mistake, those at one place in the order of the gateway's tools. */
export function tellingMessages(messages: readonly ValidatorMessage[]): ValidatorMessage[] {
  return messages
    .map((message) => ({ message, rank: rankOf(message) }))
    .sort((a, b) => a.message.start - b.message.start || a.rank - b.rank)
    .map(({ message }) => message)
    .filter(
      (message, _, all) =>
        !REPETITIONS.some((repeats) => all.some((other) => other !== message && repeats(message, other))),
    );
}

/** The validator goes through the tools in an order of its own. */
function rankOf({ message, gateway }: ValidatorMessage): number {
  const action = /AgentCore::Action::"(.+?)"/.exec(message)?.[1];
  return gateway.tools.findIndex(({ fullName }) => fullName === action);
}

/** Whether the first message says nothing that the second does not say. */
type Repetition = (message: ValidatorMessage, other: ValidatorMessage) => boolean;

/** From the kind of caller that has most to the one that has nothing. */
const KINDS: readonly string[] = ['OAuthUser', 'IamEntity', 'UnauthenticatedUser'];

/** What users have not, or not always, roles have not either. */
const lesserKind: Repetition = (message, other) =>
  message.start === other.start && kindOf(other) >= 0 && kindOf(message) > kindOf(other);

function kindOf({ message }: ValidatorMessage): number {
  return KINDS.findIndex((kind) => message.includes(`entity type \`AgentCore::${kind}\``));
}

const ORDER = /expected datetime, or duration, or Long but saw/;

/** The right side of `approved > true`. */
const otherSide: Repetition = (message, other) =>
  ORDER.test(message.message) && ORDER.test(other.message) && /^\s*[<>]=?\s*$/.test(between(other, message));

const CONCATENATION = 'Cedar does not support string concatenation';

/** The other parts of `"a" + "b"`, and the comparison around them. */
const otherPart: Repetition = (message, other) => {
  if (other.help !== CONCATENATION) return false;
  if (message.help === CONCATENATION) return /^\s*\+\s*$/.test(between(other, message));
  const around = message.start <= other.start && other.end <= message.end;
  return around && message.message.endsWith('are not compatible');
};

/** The list of `text in ["a", "b"]`. */
const listOfTexts: Repetition = (message, other) =>
  [message, other].every((one) => one.message.includes('AnyEntity')) && /^\s*in\s*$/.test(between(other, message));

const REPETITIONS: readonly Repetition[] = [lesserKind, otherSide, otherPart, listOfTexts];

/** What stands between the first and the second; nothing where they stand the other way round. */
function between(first: ValidatorMessage, second: ValidatorMessage): string {
  return first.text.slice(first.end, Math.max(first.end, second.start));
}
