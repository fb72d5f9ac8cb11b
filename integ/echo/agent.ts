/** The smallest agent: answers with the prompt it was given, and says which variables it found. */
import { createServer } from 'node:http';

createServer((request, response) => {
  response.setHeader('Content-Type', 'application/json');
  if (request.method === 'GET' && request.url === '/ping') {
    response.end(JSON.stringify({ status: 'Healthy' }));
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { prompt } = JSON.parse(Buffer.concat(chunks).toString()) as { prompt: string };
    const found = Object.keys(process.env).filter((name) => /^(?:MEMORY|GATEWAY|MODEL|AGENT)_/.test(name));
    response.end(JSON.stringify({ echo: prompt, found: found.sort() }));
  });
}).listen(8080);
