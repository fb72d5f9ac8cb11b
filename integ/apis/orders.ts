/** The smallest API: one operation, which looks an order up. */
import { OpenApiDescription } from '../../lib';

export const ordersApi = OpenApiDescription.fromInline({
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  servers: [{ url: 'https://orders.example.com' }],
  paths: {
    '/orders/{id}': {
      get: {
        operationId: 'getOrder',
        description: 'Looks an order up',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'The order' } },
      },
    },
  },
});
