/** The code of a tool: called as a gateway calls it, it routes, checks and answers. Never deployed. */
import { join } from 'node:path';
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { ToolFunction } from '../lib';

const app = new App();
const stack = new Stack(app, 'IntegToolFunction');

const echo = new ToolFunction(stack, 'EchoFunction', { entry: join(__dirname, 'echo/tool.ts') });

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });

/** What a gateway says about itself; Lambda takes it as JSON in base64. */
const clientContext = Buffer.from(
  JSON.stringify({
    custom: {
      bedrockAgentCoreMessageVersion: '1.0',
      bedrockAgentCoreAwsRequestId: 'request-1',
      bedrockAgentCoreMcpMessageId: '1',
      bedrockAgentCoreGatewayId: 'integ',
      bedrockAgentCoreTargetId: 'ECHO',
      bedrockAgentCoreToolName: 'Echo___echo',
    },
  }),
).toString('base64');

for (const [payload, answer] of [
  [{ text: 'ha', times: 2 }, '{"echo":"haha"}'],
  [{ text: 'ha' }, ExpectedResult.stringLikeRegexp('"code":"invalid_input"')],
] as const) {
  const call = test.assertions.awsApiCall('Lambda', 'Invoke', {
    FunctionName: echo.functionName,
    ClientContext: clientContext,
    Payload: JSON.stringify(payload),
  });
  call.provider.addToRolePolicy({ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [echo.functionArn] });
  call.assertAtPath('Payload', typeof answer === 'string' ? ExpectedResult.exact(answer) : answer);
}
