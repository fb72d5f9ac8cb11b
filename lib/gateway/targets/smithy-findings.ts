/** What of a Smithy model the documentation does not promise, though AWS's own examples do some of it. */
import type { Finding } from '../../core/finding';
import { protocolsOf, streamingOperations } from '../../smithy/operation-problems';
import type { SmithyDocument } from '../../smithy/smithy-document';
import { SMITHY_LIMITS } from '../../smithy/smithy-limits';

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-building-smithy-targets.html (2026-11) */
export function smithyFindings(document: SmithyDocument, operationIds: readonly string[]): Finding[] {
  return [
    ...protocolFindings(document),
    ...serviceFindings(document),
    ...streamingOperations(document, operationIds).map((id) => ({
      id: 'cdk-agentcore:smithy-streaming',
      about: `${document.name}: ${id}`,
      value: 'sent or answered bit by bit (smithy.api#streaming)',
      allowed: 'operations without streaming',
      fix: 'Leave it out: name the others in operations.',
    })),
  ];
}

function protocolFindings(document: SmithyDocument): Finding[] {
  const { protocol } = SMITHY_LIMITS;
  const protocols = protocolsOf(document);
  if (protocols.includes(protocol)) return [];
  return [
    {
      id: 'cdk-agentcore:smithy-protocol',
      about: `${document.name}: the protocol of ${document.serviceId}`,
      value: protocols.join(', ') || 'none',
      allowed: `${protocol}, the only one that the documentation of the gateway promises`,
      fix: 'Call each tool once it is deployed, or write a Lambda function for what you need of the service.',
    },
  ];
}

function serviceFindings(document: SmithyDocument): Finding[] {
  const { awsService } = SMITHY_LIMITS;
  if (awsService in document.traits(document.serviceId)) return [];
  return [
    {
      id: 'cdk-agentcore:smithy-not-aws',
      about: `${document.name}: ${document.serviceId}`,
      value: `without ${awsService}`,
      allowed: 'a service of AWS: the gateway does not support models of others',
      fix: 'Describe the service with OpenAPI, which smithy build can write.',
    },
  ];
}
