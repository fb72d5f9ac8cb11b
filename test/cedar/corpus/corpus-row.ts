/** What the tables of the corpus have in their rows. */
import type { CedarGateway } from '../../../lib/cedar/cedar-gateway';

/** A statement that AWS documents as right; of the harbour called with a JWT, where it says no other. */
export type ValidStatement = [about: string, text: string, gateway?: CedarGateway];

/** A mistake that AWS documents: the text at which it is reported, and what is said of it. */
export type WrongStatement = [about: string, text: string, at: string, said: string, gateway?: CedarGateway];
