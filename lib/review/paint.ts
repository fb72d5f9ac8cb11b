/** Colours of a terminal, used only where they are asked for. */

const COLOURS = { bold: [1, 22], dim: [2, 22], green: [32, 39], red: [31, 39], yellow: [33, 39] } as const;

export type Colour = keyof typeof COLOURS;
export type Paint = (colour: Colour, text: string) => string;

export function painter(colour: boolean): Paint {
  return (name, text) =>
    colour && text !== '' ? `\u001b[${COLOURS[name][0]}m${text}\u001b[${COLOURS[name][1]}m` : text;
}
