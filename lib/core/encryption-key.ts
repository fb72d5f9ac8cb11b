/** What is wrong with a key of KMS that the service is told, before the service says so. */
import { aws_kms as kms, Token } from 'aws-cdk-lib';
import { placeProblems } from './place';
import type { Problem } from './refusal';

const SYMMETRIC = 'SYMMETRIC_DEFAULT';
const ENCRYPT = 'ENCRYPT_DECRYPT';

/**
 * A key that encrypts: symmetric, of the region of what it encrypts, no alias.
 *
 * @param owner what is encrypted: `the gateway`
 */
export function encryptionKeyProblems(
  about: string,
  key: kms.IKey | undefined,
  region: string,
  owner: string,
): Problem[] {
  if (!key) return [];
  const [problem] = [...keyReferenceProblems(about, key, region, owner), ...specProblems(about, key)];
  return problem ? [problem] : [];
}

/** A key of another region, or an alias. A key of another account may be one that is shared. */
export function keyReferenceProblems(about: string, key: kms.IKey, region: string, owner: string): Problem[] {
  const elsewhere = placeProblems(about, 'a key', key.env, { kind: 'a key', owner, place: { region } });
  return [
    ...elsewhere.map((problem) => ({ ...problem, fix: 'Make one there, or a replica of a multi-region key.' })),
    ...(key instanceof kms.Alias || /:alias\//.test(key.keyArn)
      ? [{ about, value: 'an alias', allowed: 'a key: the service takes its ARN', fix: 'Give the key itself.' }]
      : []),
  ];
}

function specProblems(about: string, key: kms.IKey): Problem[] {
  const resource = key.node.defaultChild;
  if (!(resource instanceof kms.CfnKey)) return [];
  const { keySpec = SYMMETRIC, keyUsage = ENCRYPT } = resource;
  if ([keySpec, keyUsage].some((name) => Token.isUnresolved(name))) return [];
  if (keySpec === SYMMETRIC && keyUsage === ENCRYPT) return [];
  return [
    {
      about,
      value: `a key with the spec ${keySpec} for ${keyUsage}`,
      allowed: `a symmetric key: ${SYMMETRIC} for ${ENCRYPT}`,
      fix: 'Leave keySpec and keyUsage of the key out.',
    },
  ];
}
