import { CompositorError } from '../runtime/errors/index.js'

type Version = readonly [major: number, minor: number, patch: number]
type Bound = { readonly from: Version; readonly below: Version }

const anyVersion: Bound = { from: [0, 0, 0], below: [Infinity, 0, 0] }

/**
 * Whether a version is in a range as package.json has them: `^1.2.0`, `~1.2`, `>=1.2.0 <3`, `1.x`, `*`, joined by
 * `||`. A pre-release counts as the release it leads to.
 * @throws CompositorError `plugin-invalid` for a range of another form
 */
export function inRange(version: string, range: string): boolean {
  const found = numbersOf(version)
  const alternatives = range.split('||').map((one) => boundsOf(one.trim(), range))
  if (!found) throw unreadable(range, `'${version}' is no version`)
  return alternatives.some((bounds) =>
    bounds.every(({ from, below }) => compare(from, found) <= 0 && compare(found, below) < 0),
  )
}

function boundsOf(text: string, range: string): Bound[] {
  if (text === '' || text === '*' || text === 'x') return [anyVersion]
  return text
    .replace(/(\^|~|>=?|<=?|=)\s+/g, '$1')
    .split(/\s+/)
    .map((comparator) => {
      const match = /^(\^|~|>=|<=|>|<|=)?v?(\d+(?:\.(?:\d+|x|\*)){0,2})(?:[-+][\w.+-]+)?$/.exec(comparator)
      if (!match) throw unreadable(range, `'${comparator}' is neither a version nor a comparison with one`)
      return boundOf(match[1] ?? '', match[2] ?? '')
    })
}

function boundOf(operator: string, text: string): Bound {
  const given = text.split('.').filter((part) => /^\d+$/.test(part))
  const [major = 0, minor = 0, patch = 0] = given.map(Number)
  const from: Version = [major, minor, patch]
  const next: Version =
    given.length === 1
      ? [major + 1, 0, 0]
      : given.length === 2
        ? [major, minor + 1, 0]
        : [major, minor, patch + 1]
  switch (operator) {
    case '^':
      return { from, below: caretEnd(from, given.length) }
    case '~':
      return { from, below: given.length === 1 ? [major + 1, 0, 0] : [major, minor + 1, 0] }
    case '>=':
      return { ...anyVersion, from }
    case '>':
      return { ...anyVersion, from: next }
    case '<':
      return { ...anyVersion, below: from }
    case '<=':
      return { ...anyVersion, below: next }
    default:
      return { from, below: next }
  }
}

/** Where `^` ends: at the next change of the first number that is not zero. */
function caretEnd([major, minor, patch]: Version, given: number): Version {
  if (major > 0 || given === 1) return [major + 1, 0, 0]
  return minor > 0 || given === 2 ? [0, minor + 1, 0] : [0, 0, patch + 1]
}

function numbersOf(version: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+][\w.+-]+)?$/.exec(version)
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2]
}

function unreadable(range: string, why: string): CompositorError {
  return new CompositorError(
    'plugin-invalid',
    `The range '${range}' cannot be read: ${why}. Write one such as '^0.1.0'.`,
  )
}
