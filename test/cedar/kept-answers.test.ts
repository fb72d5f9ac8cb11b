import { KeptAnswers } from '../../lib/cedar/kept-answers';

describe('answers that are kept', () => {
  it('are found once, also where there is nothing to be found', () => {
    const kept = new KeptAnswers<string | undefined>(10);
    let asked = 0;
    const find = () => {
      asked++;
      return undefined;
    };
    expect([kept.of('a', find), kept.of('a', find), asked]).toEqual([undefined, undefined, 1]);
  });

  it('are no more than there is room for, and those that were asked for last', () => {
    const kept = new KeptAnswers<number>(10);
    for (let at = 0; at < 1000; at++) {
      kept.set(`question ${at}`, at);
      // Asked for all the time, it stays.
      expect(kept.of('first', () => at)).toBe(0);
    }
    const left = Array.from({ length: 1000 }, (_, at) => at).filter((at) => kept.has(`question ${at}`));
    expect(left.length).toBeLessThan(10);
    expect(left).toEqual(expect.arrayContaining([996, 997, 998, 999]));
    expect(kept.get('question 0')).toBeUndefined();
  });
});
