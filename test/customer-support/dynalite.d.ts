declare module 'dynalite' {
  import type { Server } from 'node:http';
  /** A DynamoDB-compatible server. */
  export default function dynalite(options?: { createTableMs?: number }): Server;
}
