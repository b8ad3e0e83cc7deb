import { afterAll, describe, expect, it } from 'vitest'
import { PythonScripts } from '../../python/index.js'

describe.skipIf(!PythonScripts.available())('modules for scripts', () => {
  const python = new PythonScripts({ processes: 1 })
  afterAll(() => python.close())

  /** The text of an expression, or what its failure says. */
  async function value(expression: string, before = ''): Promise<string> {
    const code = `${before}\nx = str(${expression})`
    try {
      return (await python.run({ context: 'c', code, seed: 1, given: {}, occurring: ['x'] })).texts['x'] ?? ''
    } catch (error) {
      return (error as Error).message
    }
  }

  describe('calc', () => {
    it.each([
      ['2*A^3 + 10% - sin(0)', '16.1'],
      ['2^3^2', '512'],
      ['-2^2', '-4'],
      ['6||3', '2.0'],
      ['0||3', 'nan'],
      ['sqrt(-4)', '2j'],
      ['1e3/4', '250.0'],
      ['  ', 'nan'],
    ])('reads %s', async (formula, result) => {
      expect(await value(`calc.evaluator({'a': 2}, {}, '${formula}')`)).toBe(result)
    })

    it.each([
      ['2 b', 'ParseException'],
      ['1k', 'ParseException'],
      ['(2', 'UnmatchedParenthesis: Invalid Input: 1 parentheses were opened'],
      ['b*2', 'UndefinedVariable: Invalid Input: b not permitted in answer as a variable'],
      ['a(2)', 'did you forget to use * for multiplication?'],
    ])('refuses %s', async (formula, error) => {
      expect(await value(`calc.evaluator({'a': 2}, {}, '${formula}')`)).toContain(error)
    })

    it('takes functions of the script, and lets it catch what learners mistype', async () => {
      expect(
        await value("evaluator({}, {'twice': lambda v: 2 * v}, 'twice(3)')", 'from calc import evaluator'),
      ).toBe('6')
      const before = [
        'from pyparsing import ParseException',
        'def safe(text):',
        '    try: return calc.evaluator({}, {}, text)',
        '    except (ParseException, calc.UndefinedVariable, calc.UnmatchedParenthesis): return None',
      ].join('\n')
      expect(await value("[safe('1+'), safe('q'), safe(')'), safe('1+1')]", before)).toBe(
        '[None, None, None, 2]',
      )
    })
  })

  describe('draganddrop', () => {
    const rules = (rule: string, draggables: string, targets: string) =>
      `[{'rule': '${rule}', 'draggables': ${draggables}, 'targets': ${targets}}]`

    it.each([
      ['[{"a": "t1"}, {"b": "t2"}]', "{'a': 't1', 'b': 't2'}", 'True'],
      ['[{"a": "t2"}, {"b": "t1"}]', "{'a': 't1', 'b': 't2'}", 'False'],
      ['[{"a": "t1"}]', "{'a': 't1', 'b': 't2'}", 'False'],
      ['[{"a": "t1"}, {"c": "t2"}]', "{'a': 't1'}", 'False'],
      ['[]', "{'a': 't1'}", 'False'],
      ['[{"a": [13, 24]}]', "{'a': [10, 20]}", 'True'],
      ['[{"a": [20, 21]}]', "{'a': [10, 20]}", 'False'],
      ['[{"a": [20, 21]}]', "{'a': [[10, 20], 15]}", 'True'],
      ['[{"a": "t1"}]', "{'a': [10, 20]}", 'False'],
      ['{"draggables": [{"a": "t1"}]}', "{'a': 't1'}", 'True'],
      ['[{"up": {"first": {"p": "left"}}}]', "{'up': 'left[p][first]'}", 'True'],
      ['[{"up": {"first": {"q": "left"}}}]', "{'up': 'left[p][first]'}", 'False'],
    ])('%s by %s is %s', async (answer, correct, verdict) => {
      expect(await value(`draganddrop.grade('${answer}', ${correct})`)).toBe(verdict)
    })

    it.each([
      ['exact', '[{"a": "t1"}, {"b": "t2"}]', "['a', 'b']", "['t1', 't2']", 'True'],
      ['exact', '[{"b": "t2"}, {"a": "t1"}]', "['a', 'b']", "['t1', 't2']", 'False'],
      ['unordered_equal', '[{"b": "t2"}, {"a": "t1"}]', "['a', 'b']", "['t1', 't2']", 'True'],
      ['unordered_equal', '[{"b": "t2"}, {"a": "t2"}]', "['a', 'b']", "['t1', 't2']", 'False'],
      ['anyof', '[{"b": "t2"}, {"a": "t2"}]', "['a', 'b']", "['t1', 't2', 't3']", 'True'],
      ['anyof', '[{"a": "t4"}]', "['a']", "['t1', 't2', 't3']", 'False'],
      ['anyof', '[{"a": "t1"}, {"a": "t2"}]', "['a']", "['t1', 't2']", 'True'],
      ['anyof+number', '[{"a": "t1"}, {"a": "t2"}]', "['a']", "['t1', 't2']", 'False'],
      ['anyof+number', '[{"a": "t1"}, {"a": "t2"}]', "['a', 'a']", "['t1', 't2', 't3']", 'True'],
      ['unordered_equal+number', '[{"a": "t2"}, {"a": "t1"}]', "['a', 'a']", "['t1', 't2']", 'True'],
      ['unordered_equal+number', '[{"a": "t1"}]', "['a', 'a']", "['t1', 't2']", 'False'],
      ['sometimes', '[{"a": "t1"}]', "['a']", "['t1']", 'False'],
    ])('by the rule %s, %s for %s at %s is %s', async (rule, answer, draggables, targets, verdict) => {
      expect(await value(`draganddrop.grade('${answer}', ${rules(rule, draggables, targets)})`)).toBe(verdict)
    })

    it('is imported by its full name as well', async () => {
      expect(
        await value(`grade('[{"a": "t"}]', {'a': 't'})`, 'from verifiers.draganddrop import grade'),
      ).toBe('True')
    })
  })

  describe('chemistry', () => {
    it.each([
      ['H2 + O2 -> H2O2', 'O2 + H2 -> H2O2', 'True'],
      ['H2 + O2 -> H2O2', '2 H2 + 2O2 -> 2H2O2', 'True'],
      ['H2 + O2 -> H2O2', 'O2 + 2H2 -> H2O2', 'False'],
      ['H2 + O2 -> H2O2', 'O2 + H2 <-> H2O2', 'False'],
      ['H2 + 1/2O2 -> H2O', '2H2 + O2 -> 2H2O', 'True'],
      ['AgCl(s) -> Ag^+(aq) + Cl^-(aq)', 'AgCl(s) -> Cl^1-(aq) + Ag^1+(aq)', 'True'],
      ['AgCl(s) -> Ag^+(aq) + Cl^-(aq)', 'AgCl -> Ag^+(aq) + Cl^-(aq)', 'False'],
      ['Fe^2+ -> Fe^3+', 'Fe^2+ -> Fe^3+', 'True'],
      ['Ca(OH)2 -> CaO + H2O', 'Ca(OH)2 -> H2O + CaO', 'True'],
      ['Qx -> H2', 'Qx -> H2', 'False'],
      ['H2O', 'H2O', 'False'],
    ])('%s and %s are equal: %s', async (one, other, verdict) => {
      expect(await value(`chemcalc.chemical_equations_equal('${one}', '${other}')`)).toBe(verdict)
    })

    it('divides expressions', async () => {
      const divide = (one: string, other: string) =>
        value(`divide_chemical_expression('${one}', '${other}')`, 'from chem.chemcalc import *')
      expect(await divide('3H2O', 'H2O')).toBe('3')
      expect(await divide('H2O', '3H2O')).toBe('1/3')
      expect(await divide('2H2O(s) + 2CO2', 'H2O(s)+CO2')).toBe('2')
      expect(await divide('H2O(s) + CO2', '3H2O(s)+2CO2')).toBe('False')
      expect(await divide('[Fe(CN)6]^4-', '2[Fe(CN)6]^4-')).toBe('1/2')
      expect(await divide('H2O(', 'H2O')).toContain('ParseException')
    })

    it('shows an equation as markup, and escapes what it cannot read', async () => {
      expect(await value("chemcalc.render_to_html('2H2O -> OH^-')")).toBe(
        '<span class="math">2H<sub>2</sub>O\u2192OH<sup>-</sup></span>',
      )
      expect(await value("chemcalc.render_to_html('<b>')")).toContain('&lt;b&gt;')
    })

    it.each([
      ['[["1.0", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]]', '(1,1,1)', 'True'],
      ['[["0.5", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]]', '(2, 1, 1)', 'True'],
      ['[["0.5", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]]', '(-2,-1,-1)', 'True'],
      ['[["0", "0", "1"], ["1", "0", "1"], ["0", "1", "1"]]', '(0,0,1)', 'True'],
      ['[["0", "0", "0"], ["1", "0", "0"], ["0", "1", "0"]]', '(0,0,-1)', 'True'],
      ['[["1", "0", "0"], ["0", "1", "0"]]', '(1,1,1)', 'False'],
    ])('the plane through %s is %s: %s', async (points, indices, verdict) => {
      const answer = `{"lattice": "sc", "points": ${points}}`
      expect(await value(`miller.grade('${answer}', {'miller': '${indices}', 'lattice': 'sc'})`)).toBe(
        verdict,
      )
    })

    it('compares the shapes of molecules, whichever way an octahedron is turned', async () => {
      const grade = (atoms: string, correct: string, more = '') =>
        value(
          `chemtools.vsepr_grade(chemtools.vsepr_parse_user_answer('{"geometry": "AX6E0", "atoms": ${atoms}}'), ` +
            `chemtools.vsepr_build_correct_answer('AX6E0', ${correct})${more})`,
        )
      const turned = '{"c0": "B", "a0": "H", "a1": "H", "e10": "F", "e11": "F", "e20": "Cl", "e21": "Cl"}'
      const pairs = (a: string, e1: string, e2: string) =>
        `{'c0': 'B', 'a0': '${a}', 'a1': '${a}', 'e10': '${e1}', 'e11': '${e1}', 'e20': '${e2}', 'e21': '${e2}'}`
      expect(await grade(turned, pairs('Cl', 'H', 'F'))).toBe('True')
      expect(await grade(turned, pairs('Cl', 'H', 'H'))).toBe('False')
      const around = "{'c0': 'B', 'p0': 'H', 'p1': 'H', 'p2': 'F', 'p3': 'F', 'p4': 'Cl', 'p5': 'Cl'}"
      expect(await grade(turned, around, ', convert_to_peripheral=True')).toBe('True')
    })
  })

  it('knows the series of resistors', async () => {
    expect(
      await value('[eia.E6, eia.E24[12], eia.E48[12], eia.E96[12], 920 in eia.E192, len(eia.E192)]'),
    ).toBe('[[10, 15, 22, 33, 47, 68], 11, 105, 102, True, 192]')
  })

  it.each([
    ['scipy.constants.c', '299792458.0'],
    ['round(scipy.constants.R, 9)', '8.314462618'],
    ['round(scipy.stats.norm.cdf(1.96), 6)', '0.975002'],
    ['round(scipy.stats.t.ppf(0.975, 10), 4)', '2.2281'],
    ['round(scipy.stats.binom.pmf(2, 4, 0.5), 4)', '0.375'],
    ['scipy.special.comb(5, 2)', '10.0'],
    ['round(scipy.optimize.brentq(lambda v: v * v - 2, 0, 2), 9)', '1.414213562'],
    ['round(scipy.integrate.quad(lambda v: v * v, 0, 3)[0], 9)', '9.0'],
    ['scipy.sqrt(9)', '3.0'],
  ])('has the little of scipy that is used: %s is %s', async (expression, text) => {
    expect(await value(expression)).toBe(text)
  })

  it('says what of scipy is missing', async () => {
    expect(await value('scipy.signal.lfilter')).toContain(
      "scipy has no 'signal' for scripts; there are constants",
    )
    expect(await value('x', 'import scipy.fft')).toContain("No module named 'scipy.fft'")
  })
})
