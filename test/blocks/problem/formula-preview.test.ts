import { describe, expect, it } from 'vitest'
import { formulaPreview, UnreadableAnswer } from '../../../blocks/problem/engine.js'

/** A preview by what stands in it, with the elements that order it: fractions, roots, what is raised or lowered. */
function shape(formula: string): string {
  return formulaPreview(formula)
    .replace(/^<math display="block">|<\/math>$/g, '')
    .replace(/<\/?(?:mrow|mi|mn|mo)>/g, (tag) => (tag === '<mrow>' ? '{' : tag === '</mrow>' ? '}' : ''))
    .replace(/<m(\w+)>/g, '$1[')
    .replace(/<\/m\w+>/g, ']')
    .replaceAll('{', '')
    .replaceAll('}', '')
}

describe('a formula while it is typed', () => {
  it.each([
    ['1/2*x', 'frac[12]·x'],
    ['a/b/c', 'frac[frac[ab]c]'],
    ['a*(b+c)/d', 'frac[a·(b+c)d]'],
    ['(a+b)/(c-d)', 'frac[a+bc−d]'],
    ['(a+b)*c', '(a+b)·c'],
    ['-x^2', '−sup[x2]'],
    ['(-x)^2', 'sup[(−x)2]'],
    ['2^3^x', 'sup[2sup[3x]]'],
    ['(2^3)^x', 'sup[(sup[23])x]'],
    ['x^(a+b)', 'sup[xa+b]'],
    ['a-(b-c)', 'a−(b−c)'],
    ['sqrt(x^2+1)', 'sqrt[sup[x2]+1]'],
    ['sin(2*pi*f_0)', 'sin(2·π·sub[f0])'],
    ['abs(x)+fact(n)', '|x|+n!'],
    ['r_1||r_2', 'sub[r1]∥sub[r2]'],
    ["T_{ij}^{k}'", 'subsup[Tijk′]'],
    ['1.5e-3', '0.0015'],
    ['2e25*x', '2×sup[1025]·x'],
    ['x*-3', 'x·(−3)'],
    ['', ''],
  ])('%s is shown as it is read', (formula, shown) => {
    expect(shape(formula)).toBe(shown)
  })

  it('says why what is none cannot be read, and has no markup of its author’s in it', () => {
    expect(() => formulaPreview('2*')).toThrow(UnreadableAnswer)
    expect(() => formulaPreview('(1+2')).toThrow("1 of the parentheses in '(1+2' are not closed.")
    expect(() => formulaPreview('<b>x</b>')).toThrow(UnreadableAnswer)
    expect(() => formulaPreview('('.repeat(5000) + ')'.repeat(5000))).toThrow(UnreadableAnswer)
  })
})
