/** One statement as its author wrote it, and what is deployed of it. */
import type { Problem } from '../core/refusal';
import { annotationAt, annotationsOf, descriptionIn } from './cedar-annotations';
import { cedarProblemInWords, placeInWords, type CedarProblem, type PlaceInFile } from './cedar-problem';
import { originalIndex, placeholderProblems, replaced, replacements, type Roles } from './placeholders';
import { codeOnly, indexAt, positionAt } from './source-text';
import type { StatementSpan } from './split-statements';

/** What statements are read from. */
export interface CedarSource {
  readonly text: string;
  /** The file, as messages name it. */
  readonly file?: string;
  readonly roles: Roles;
}

/** A part of a source that is to be a policy. */
export class CedarStatement {
  /** As it is written, with its placeholders. */
  readonly text: string;
  /** What the policy is for: the intent and the description of the annotations. */
  readonly description?: string;
  /** The id that the statement gives itself, right or not. */
  readonly id?: string;
  private lastDeployed?: { readonly gatewayArn: string; readonly text: string };

  constructor(
    private readonly source: CedarSource,
    private readonly span: StatementSpan,
    /** How it is called where it gives itself no id; undefined where there is no file. */
    readonly numbered?: string,
  ) {
    this.text = source.text.slice(span.start, span.end);
    const annotations = annotationsOf(this.text);
    this.description = descriptionIn(annotations);
    this.id = annotations.id;
  }

  /** The file that it is of. */
  get file(): string | undefined {
    return this.source.file;
  }

  /** Where it begins, comments aside: `policies/refunds.cedar:12:1`. */
  get place(): string {
    return placeInWords(this.placeOf(Math.max(0, codeOnly(this.text).search(/\S/))));
  }

  /** Where an annotation of it stands. */
  placeOfAnnotation(name: string): string {
    return placeInWords(this.placeOf(annotationAt(this.text, name)));
  }

  /** What is wrong with it, whatever the gateway is. */
  problems(): Problem[] {
    return placeholderProblems(this.text, this.source.roles).map(({ at, about, ...problem }) => ({
      about: `${about} at ${placeInWords(this.placeOf(at))}`,
      ...problem,
    }));
  }

  /** The text of the policy on a gateway. */
  deployed(gatewayArn: string): string {
    if (this.lastDeployed?.gatewayArn !== gatewayArn) {
      this.lastDeployed = { gatewayArn, text: replaced(this.text, this.replacements(gatewayArn)) };
    }
    return this.lastDeployed.text;
  }

  /** A problem of the deployed text, placed where its author finds it. */
  inWords(problem: CedarProblem, gatewayArn: string): string {
    const index = originalIndex(indexAt(this.deployed(gatewayArn), problem), this.replacements(gatewayArn));
    const { hint, ...known } = problem;
    const readable = this.source.file ? hint?.replaceAll('${gateway.gatewayArn}', '${gateway}') : hint;
    return cedarProblemInWords({ ...known, ...this.placeOf(index), hint: readable });
  }

  private replacements(gatewayArn: string) {
    return replacements(this.text, this.source.roles, gatewayArn);
  }

  private placeOf(index: number): PlaceInFile {
    return { file: this.source.file, ...positionAt(this.source.text, this.span.start + index) };
  }
}
