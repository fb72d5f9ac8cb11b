/** Writes whom a statement is about: in its scope, and what the scope has no room for as the first of its conditions. */
import type { Problem } from '../core/refusal';
import { authorizationInWords, principalKinds, type CedarGateway, type PrincipalKind } from './cedar-gateway';
import type { ConditionContext } from './condition';
import { every, relation, some, written, type Piece } from './expression';
import type { Principal } from './principal';

/** The first part of the scope, and what must hold besides. */
export interface PrincipalScope {
  readonly scope: string;
  readonly test?: Piece;
}

/** The scope of a statement holds one principal or one kind; several of them become a condition. */
export function principalScope(
  principals: readonly Principal[] | undefined,
  context: ConditionContext,
): PrincipalScope {
  const kinds = principalKinds(context.gateway);
  if (!principals) return { scope: kinds.length === 1 ? isKind(kinds[0]) : 'principal' };
  context.problems.push(...principalProblems(principals, context.gateway));
  const callable = principals.filter(({ _kind }) => kinds.includes(_kind));
  // Also those that make no difference beside all of their kind: what is wrong in them is wrong.
  const tests = callable.map((principal) => ({ principal, test: onlyTest(principal, context) }));
  const whole = [...new Set(tests.filter(({ test }) => !test).map(({ principal }) => principal._kind))];
  const single = tests.filter(({ principal }) => !whole.includes(principal._kind));
  const kindsNamed = new Set(callable.map(({ _kind }) => _kind));
  if (single.length === 0) return { scope: whole.length === 1 ? isKind(whole[0]) : 'principal' };
  const scope = kindsNamed.size === 1 ? isKind(single[0].principal._kind) : 'principal';
  const either = distinct([
    ...whole.map((kind) => relation(isKind(kind))),
    ...single.map(({ principal: { _kind, _entity }, test }) =>
      kindsNamed.size === 1 || _entity ? test! : every([relation(isKind(_kind)), test!]),
    ),
  ]);
  if (either.length === 1 && single[0].principal._entity) return { scope: written(either[0]) };
  return { scope, test: some(either) };
}

/** What holds for those of the kind that are meant; undefined where all are. */
function onlyTest({ _entity, _conditions }: Principal, context: ConditionContext): Piece | undefined {
  if (_entity) return relation(isEntity(_entity));
  if (!_conditions) return undefined;
  if (_conditions.length > 0) return every(_conditions.map((condition) => condition._render(context)));
  context.problems.push({
    about: 'Principal.user',
    allowed: 'at least one condition',
    fix: 'Say who, for example Claim.of("scope").includesWord("…"), or write Principal.anyUser().',
  });
  return undefined;
}

function principalProblems(principals: readonly Principal[], gateway: CedarGateway): Problem[] {
  const kinds = principalKinds(gateway);
  if (principals.length === 0) {
    return [
      {
        about: 'principals',
        value: [],
        allowed: 'at least one principal',
        fix: 'Name the principals, or leave principals out for every caller.',
      },
    ];
  }
  if (principals.every(({ _kind }) => kinds.includes(_kind))) return [];
  if (kinds[0] === 'UnauthenticatedUser') {
    return [
      {
        about: 'principals',
        value: 'some callers',
        allowed: `none: callers of this gateway ${authorizationInWords(gateway)}, so nobody knows who they are`,
        fix: 'Leave principals out, or change inboundAuth of the gateway.',
      },
    ];
  }
  const users = kinds[0] === 'OAuthUser';
  const wanted = users ? 'Principal.anyUser() or Principal.user(…)' : 'Principal.anyRole() or Principal.role(…)';
  return [
    {
      about: 'principals',
      value: users ? 'a role' : 'a user with a token',
      allowed: `${wanted}: callers of this gateway ${authorizationInWords(gateway)}`,
      fix: 'Choose such a principal, or change inboundAuth of the gateway.',
    },
  ];
}

/** Callers who do not authenticate have a type that the service takes in no statement. */
function isKind(kind: PrincipalKind): string {
  return kind === 'UnauthenticatedUser' ? 'principal' : `principal is AgentCore::${kind}`;
}

function isEntity(entity: string): string {
  return `principal == ${entity}`;
}

function distinct(pieces: readonly Piece[]): Piece[] {
  const texts = pieces.map(written);
  return pieces.filter((piece, index) => texts.indexOf(written(piece)) === index);
}
