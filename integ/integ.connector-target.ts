/** Tools that AWS runs: web search, managed knowledge bases, and a connector by its id alone. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { Connector, RetrieveSetting, ToolGateway } from '../lib';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegConnectorTarget');

const tools = new ToolGateway(stack, 'Tools', {
  unpermittedTools: { reason: 'What is tested are the targets, not who may call them' },
});
const web = tools.addConnector('Web', { connector: Connector.webSearch({ excludeDomains: ['example.com'] }) });
// No such knowledge base and no such connector: what is tested of them is the template.
tools.addConnector('Handbook', {
  connector: Connector.knowledgeBase('ABCDEFGHIJ', {
    description: 'How we work',
    numberOfResults: 5,
    callersSet: [RetrieveSetting.USER_CONTEXT],
  }),
});
tools.addConnector('Research', {
  connector: Connector.agenticRetrieval([{ knowledgeBaseId: 'ABCDEFGHIJ', description: 'How we work' }], {
    maxIterations: 3,
  }),
});
tools.addConnector('Next', {
  connector: Connector.of('next-connector', {
    tools: [
      {
        name: 'Ask',
        description: 'Answers questions',
        values: { language: 'en' },
        parameters: [{ path: '$.question', description: 'What to answer', visible: true }],
      },
    ],
    enabled: ['Ask'],
  }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, web);
