import { LineStarts, type TextPlace } from './line-starts.js'

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|"/gs

/** What may come next while JSON is read. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing'

/** Where in a JSON text its outer keys stand, and where it stops being JSON. */
export class JsonPlaces {
  private readonly keys = new Map<string, number>()
  private readonly lines: LineStarts
  private fault: number | undefined

  /** @param deepest keys nested deeper have no place of their own */
  constructor(
    text: string,
    private readonly deepest = 2,
  ) {
    this.lines = new LineStarts(text)
    this.read(text)
  }

  /**
   * The place of a key of the outermost object, or of what is in it; of the last one where it stands twice.
   * @param path keys, and places of lists, counted from 0
   */
  key(...path: readonly string[]): TextPlace | undefined {
    const offset = this.keys.get(JSON.stringify(path))
    return offset === undefined ? undefined : this.lines.place(offset)
  }

  /** The place of the first thing that does not belong; undefined in well-formed JSON. */
  get error(): TextPlace | undefined {
    return this.fault === undefined ? undefined : this.lines.place(this.fault)
  }

  private read(text: string): void {
    /** What is open: the key that is read of an object, or the place of a list. */
    const open: { readonly isObject: boolean; key: string | undefined }[] = []
    let expected: Expected = 'value'
    const after = (): Expected => (open.length === 0 ? 'nothing' : 'comma or end')
    for (const { 0: found, index } of text.matchAll(token)) {
      const inside = open.at(-1)
      const wantsValue = expected === 'value' || expected === 'value or end'
      if (found === '{' && wantsValue) {
        open.push({ isObject: true, key: undefined })
        expected = 'key or end'
      } else if (found === '[' && wantsValue) {
        open.push({ isObject: false, key: '0' })
        expected = 'value or end'
      } else if (
        (found === '}' && inside?.isObject && (expected === 'key or end' || expected === 'comma or end')) ||
        (found === ']' && inside?.isObject === false && expected.endsWith('or end'))
      ) {
        open.pop()
        expected = after()
      } else if (found === ',' && expected === 'comma or end') {
        expected = inside?.isObject ? 'key' : 'value'
        if (inside && !inside.isObject) inside.key = String(Number(inside.key) + 1)
      } else if (found === ':' && expected === 'colon') expected = 'value'
      else if (inside && found.startsWith('"') && (expected === 'key' || expected === 'key or end')) {
        const key = parsed(found)
        if (typeof key !== 'string') return this.stop(index)
        inside.key = key
        if (open.length <= this.deepest) {
          this.keys.set(JSON.stringify(open.map((one) => one.key)), index)
        }
        expected = 'colon'
      } else if (wantsValue && !/^[{}[\],:]/.test(found) && parsed(found) !== undefined) expected = after()
      else return this.stop(index)
    }
    if (expected !== 'nothing') this.stop(text.trimEnd().length)
  }

  private stop(offset: number): void {
    this.fault = offset
  }
}

function parsed(literal: string): unknown {
  try {
    return JSON.parse(literal)
  } catch {
    return undefined
  }
}
