import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PythonRegExp, RegexpLimit } from '../../../blocks/problem/regexp/python-regexp.js'

/** Pattern, text, whether case is ignored, and what `bool(re.search(…))` of Python 3.11 says. */
const truths: readonly (readonly [string, string, boolean, boolean])[] = [
  [String.raw`^cat|dog$`, 'catfish', false, true],
  [String.raw`^cat|dog$`, 'hot dog', false, true],
  [String.raw`^cat$`, 'Cat', true, true],
  [String.raw`^\d{3}-\d{4}$`, '555-1234', false, true],
  [String.raw`^\d{3}-\d{4}$`, '55-1234', false, false],
  ['^Σίσυφος$', 'σίσυφοσ', true, true],
  ['^[a-z]+$', 'ſ', true, true],
  ['^s$', 'ſ', false, false],
  ['^\u212a$', 'k', true, true],
  ['^ß$', 'ss', true, false],
  [String.raw`^[^a-c]+$`, 'xyz', false, true],
  [String.raw`^[^a-c]+$`, 'xBz', true, false],
  [String.raw`^[]a]+$`, ']a', false, true],
  [String.raw`^(?P<q>[\'"]).*(?P=q)$`, '"x"', false, true],
  [String.raw`^(?P<q>[\'"]).*(?P=q)$`, '"x\'', false, false],
  [String.raw`^(a|b)\1$`, 'aa', false, true],
  [String.raw`^(a|b)\1$`, 'ab', false, false],
  [String.raw`^(?=.*\d)\w+$`, 'abc1', false, true],
  [String.raw`^(?=.*\d)\w+$`, 'abcd', false, false],
  [String.raw`^(?!no)\w+$`, 'nope', false, false],
  [String.raw`(?<=\$)\d+`, '$12', false, true],
  [String.raw`(?<!\$)\b\d+`, '$12', false, false],
  [String.raw`^\w+$`, 'naïve', false, true],
  [String.raw`^\w+$`, 'na-ve', false, false],
  [String.raw`^a{,2}b$`, 'aab', false, true],
  [String.raw`^a{,2}b$`, 'aaab', false, false],
  [String.raw`^a{x}$`, 'a{x}', false, true],
  [String.raw`^\.\*\$$`, '.*$', false, true],
  [String.raw`^a\Z`, 'a\n', false, false],
  [String.raw`^a$`, 'a\n', false, true],
  [String.raw`^.$`, '\n', false, false],
  [String.raw`(?s)^.$`, '\n', false, true],
  [String.raw`^(?i:ab)c$`, 'ABc', false, true],
  [String.raw`^(?i:ab)c$`, 'ABC', false, false],
  [String.raw`^straße$`, 'STRASSE', true, false],
  [String.raw`^[A-Z]$`, 'ß', true, false],
  [String.raw`^\x41\u00e9$`, 'Aé', false, true],
  [String.raw`^[\w.-]+@[\w-]+\.\w{2,}$`, 'a.b-c@d-e.org', false, true],
  [String.raw`^a*?b+?$`, 'aabb', false, true],
  [String.raw`^\s$`, '\u00a0', false, true],
  [String.raw`^[\d\s]+$`, '1 2', false, true],
  [String.raw`^[+\-*/]$`, '-', false, true],
  [String.raw`^(|a)b$`, 'b', false, true],
  [String.raw`^(?:a|ab)(?:c|bcd)$`, 'abcd', false, true],
  [String.raw`^a(?#note)b$`, 'ab', false, true],
  [String.raw`^[a-z]+$`, 'ÀB', true, false],
  [String.raw`^😀.$`, '😀😁', false, true],
  [String.raw`^(x*)*$`, 'xxy', false, false],
  [String.raw`^\101$`, 'A', false, true],
  [String.raw`\bfoo\b`, 'a foo.', false, true],
  [String.raw`\Boo`, 'foo', false, true],
  [String.raw`^\B$`, '', false, false],
]

describe('a Python regular expression', () => {
  it.each(truths)('%s on %j (ignoring case: %s) is %s', (pattern, text, ignoreCase, expected) => {
    expect(new PythonRegExp(pattern, { ignoreCase }).test(text)).toBe(expected)
  })

  it.each([
    '(',
    'a**',
    '[b',
    '*a',
    String.raw`\q`,
    'a{3,2}',
    '(?P=x)',
    String.raw`\2(a)`,
    ')',
    '(?<=a+)b',
    '[z-a]',
  ])('refuses %s, as Python does', (pattern) => {
    expect(() => new PythonRegExp(pattern)).toThrow(SyntaxError)
  })

  it('refuses patterns that would grow without measure', () => {
    expect(() => new PythonRegExp('((a{1000}){1000}){1000}')).toThrow(SyntaxError)
    expect(() => new PythonRegExp('(){999999999}')).toThrow(SyntaxError)
    expect(() => new PythonRegExp('('.repeat(5000) + ')'.repeat(5000))).toThrow(SyntaxError)
  })

  it.each([
    String.raw`^(a+)+$`,
    String.raw`^(a|a)*$`,
    String.raw`^(a|aa)+$`,
    String.raw`^(.*a){12}$`,
    String.raw`^((?=a)a*)*$`,
  ])('does not run away on %s', (pattern) => {
    expect(new PythonRegExp(pattern).test(`${'a'.repeat(2000)}!`)).toBe(false)
  })

  it('gives up on references that take too long', () => {
    const pattern = new PythonRegExp(String.raw`^(a*)(a*)(a*)(a*)(a*)\1\2\3\4b$`)
    expect(() => pattern.test('a'.repeat(200))).toThrow(RegexpLimit)
  })

  it('agrees with JavaScript where both have the same meaning', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(?:ab|b)', '(a|)', String.raw`\b`)
    const piece = fc
      .tuple(atom, fc.constantFrom('', '*', '+', '?', '{1,2}'))
      .map(([what, often]) => (what === String.raw`\b` ? what : what + often))
    const pattern = fc
      .array(fc.array(piece, { maxLength: 4 }), { minLength: 1, maxLength: 3 })
      .map((branches) => branches.map((branch) => branch.join('')).join('|'))
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 8 })
    fc.assert(
      fc.property(pattern, text, (source, given) => {
        expect(new PythonRegExp(source).test(given)).toBe(new RegExp(source).test(given))
      }),
      { numRuns: 1000, seed: 20 },
    )
  })
})
