/** What a text refers to by its tokens. */
import { aws_bedrockagentcore as agentcore, CfnResource, Reference, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The constructs whose attributes the text holds, in its order. */
export function referredTo(text: string): IConstruct[] {
  return Tokenization.reverseString(text)
    .tokens.filter((token) => Reference.isReference(token))
    .map(({ target }) => target);
}

/** The gateways of the app whose attributes the text holds: their resources. */
export function gatewaysNamed(text: string): IConstruct[] {
  return referredTo(text).filter(
    (target) =>
      CfnResource.isCfnResource(target) && target.cfnResourceType === agentcore.CfnGateway.CFN_RESOURCE_TYPE_NAME,
  );
}
