/** What can be done with a memory through the connector of a gateway. */
import { HttpOperation } from './http-operation';

/**
 * An operation of a memory that its connector offers. Policies name it by its method and path, in which variables stay as
 * they are written: `Memory___POST:/memories/{memoryId}/events`.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/memory-gateway-fgac.html
 */
export class MemoryOperation {
  /** What was said in a session. */
  static readonly LIST_EVENTS = MemoryOperation.at('ListEvents', 'POST', 'actor/{actorId}/sessions/{sessionId}');
  /** Adds to a session. */
  static readonly CREATE_EVENT = MemoryOperation.at('CreateEvent', 'POST', 'events', ['actorId', 'sessionId']);
  /** One event of a session. */
  static readonly READ_EVENT = MemoryOperation.at(
    'GetEvent',
    'GET',
    'actor/{actorId}/sessions/{sessionId}/events/{eventId}',
  );
  /** Removes an event. */
  static readonly DELETE_EVENT = MemoryOperation.at(
    'DeleteEvent',
    'DELETE',
    'actor/{actorId}/sessions/{sessionId}/events/{eventId}',
  );
  /** The sessions of an actor. */
  static readonly LIST_SESSIONS = MemoryOperation.at('ListSessions', 'POST', 'actor/{actorId}/sessions');
  /** Every actor of the memory: it tells one user who the others are. */
  static readonly LIST_ACTORS = MemoryOperation.at('ListActors', 'POST', 'actors');
  /** Finds records by meaning. */
  static readonly RETRIEVE_RECORDS = MemoryOperation.at('RetrieveMemoryRecords', 'POST', 'retrieve', [
    'namespace',
    'namespacePath',
  ]);
  /** The records of a namespace. */
  static readonly LIST_RECORDS = MemoryOperation.at('ListMemoryRecords', 'POST', 'memoryRecords', [
    'namespace',
    'namespacePath',
  ]);
  /** One record. */
  static readonly READ_RECORD = MemoryOperation.at('GetMemoryRecord', 'GET', 'memoryRecord/{memoryRecordId}');
  /** Removes a record. */
  static readonly DELETE_RECORD = MemoryOperation.at('DeleteMemoryRecord', 'DELETE', 'memoryRecords/{memoryRecordId}');
  /** The extractions that failed. */
  static readonly LIST_EXTRACTION_JOBS = MemoryOperation.at('ListMemoryExtractionJobs', 'POST', 'extractionJobs');
  /** Tries an extraction again. */
  static readonly START_EXTRACTION_JOB = MemoryOperation.at('StartMemoryExtractionJob', 'POST', 'extractionJobs/start');

  /**
   * What is said in sessions, read and added to: of each call, policies know the `actorId`, and the `sessionId` of all but
   * LIST_SESSIONS.
   */
  static readonly SESSIONS: MemoryOperation[] = [
    MemoryOperation.LIST_EVENTS,
    MemoryOperation.CREATE_EVENT,
    MemoryOperation.READ_EVENT,
    MemoryOperation.LIST_SESSIONS,
  ];
  /**
   * What was learned, found by meaning or listed: of each call, policies know the `namespace` or `namespacePath`, whichever
   * it names. READ_RECORD is not among them, as it names a record by its id alone.
   */
  static readonly RECORDS: MemoryOperation[] = [MemoryOperation.RETRIEVE_RECORDS, MemoryOperation.LIST_RECORDS];

  /**
   * An operation that the connector offers and this library does not know yet.
   * @param name its name in the API and in IAM: `ListEvents`
   * @param operation how it is called
   */
  static of(name: string, operation: HttpOperation): MemoryOperation {
    return new MemoryOperation(name, operation);
  }

  private static at(name: string, method: string, path: string, fields: readonly string[] = []): MemoryOperation {
    const properties = Object.fromEntries(fields.map((field) => [field, { type: 'string' }]));
    const body = fields.length > 0 ? { type: 'object', properties } : undefined;
    return new MemoryOperation(name, HttpOperation.of(method, `/memories/{memoryId}/${path}`, body));
  }

  private constructor(
    /** The name in the API and in IAM: `ListEvents`. */
    readonly operationName: string,
    /** How it is called. */
    readonly operation: HttpOperation,
  ) {}
}

/** What an agent does with a memory: neither deleting nor listing who else is in it. */
export const AGENTS_OPERATIONS: readonly MemoryOperation[] = [
  ...MemoryOperation.SESSIONS,
  ...MemoryOperation.RECORDS,
  MemoryOperation.READ_RECORD,
];
