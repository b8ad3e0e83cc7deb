/** Lines and columns count from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** Offsets in a text as lines and columns. */
export class LineStarts {
  private readonly starts: number[] = [0]

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1)
  }

  place(offset: number): TextPlace {
    let [low, high] = [0, this.starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 }
  }

  /** The inverse of {@link place}. */
  offset({ line, column }: TextPlace): number {
    return (this.starts[line - 1] ?? 0) + column - 1
  }
}
