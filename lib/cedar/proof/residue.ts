/** What is left to ask of a statement once some parts of a request are known. */
import type { Atom, Logic } from './logic';
import { choice, conjunction, disjunction, ERROR, FALSE, isDefinite, negation, TRUE, type Outcomes } from './outcomes';

export interface Residue {
  readonly outcomes: Outcomes;
  /** The same where the same is left, so that what was tried without success need not be tried again. */
  readonly text: string;
}

/** @param ofAtom what is left of an atom */
export function residueOf(logic: Logic, ofAtom: (atom: Atom) => Residue): Residue {
  const of = (part: Logic) => residueOf(part, ofAtom);
  switch (logic.kind) {
    case 'constant':
      return decided(logic.outcomes);
    case 'atom': {
      const atom = ofAtom(logic.atom);
      return isDefinite(atom.outcomes) ? decided(atom.outcomes) : atom;
    }
    case 'not': {
      const inner = of(logic.of);
      return left(negation(inner.outcomes), `!${inner.text}`);
    }
    case 'and':
    case 'or': {
      const one = of(logic.left);
      if (isDefinite(one.outcomes) && one.outcomes !== (logic.kind === 'and' ? TRUE : FALSE)) return one;
      const other = of(logic.right);
      if (isDefinite(one.outcomes)) return other;
      const join = logic.kind === 'and' ? conjunction : disjunction;
      return left(
        join(one.outcomes, () => other.outcomes),
        `(${one.text} ${logic.kind} ${other.text})`,
      );
    }
    case 'if': {
      const test = of(logic.test);
      if (test.outcomes === ERROR) return test;
      if (isDefinite(test.outcomes)) return of(test.outcomes === TRUE ? logic.then : logic.otherwise);
      const [then, otherwise] = [of(logic.then), of(logic.otherwise)];
      return left(
        choice(
          test.outcomes,
          () => then.outcomes,
          () => otherwise.outcomes,
        ),
        `(${test.text} ? ${then.text} : ${otherwise.text})`,
      );
    }
  }
}

function decided(outcomes: Outcomes): Residue {
  return { outcomes, text: outcomes === TRUE ? 'T' : outcomes === FALSE ? 'F' : 'E' };
}

function left(outcomes: Outcomes, text: string): Residue {
  return isDefinite(outcomes) ? decided(outcomes) : { outcomes, text };
}
