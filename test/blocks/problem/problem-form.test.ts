import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileProblem } from '../../../blocks/problem/engine.js'
import { changedProblem, formStep } from '../../../blocks/problem/form/changed-problem.js'
import { listsOf, readProblemForm, slotsOf } from '../../../blocks/problem/form/problem-form.js'
import { parseXml } from '../../../runtime/olx/index.js'
import { realProblems } from './real-courses.js'

/** Problems as authors write them, with what a form does not know. */
const problems: Readonly<Record<string, string>> = {
  choice: `<problem display_name='One' own="kept">
  <!-- a note -->
  <p>What is 1 &lt; 2?</p>
  <multiplechoiceresponse data-own="1">
    <label>Which?</label>
    <choicegroup type="MultipleChoice" shuffle="true">
      <choice correct="true" name="a">Paris <choicehint>Yes</choicehint></choice>
      <choice correct='False' fixed="true"><b>Rome</b></choice>
      <choice correct="false"/>
      <!-- another -->
    </choicegroup>
  </multiplechoiceresponse>
  <solution><div class="detailed-solution"><p>Explanation</p><p>As <b>is</b>.</p>

    <p>Known.</p></div></solution>
  <demandhint><hint>Think</hint><hint><i>again</i></hint></demandhint>
</problem>`,
  checkboxes: `<problem><choiceresponse partial_credit="EDC"><label>Some</label><description>All that fit</description>
<checkboxgroup><choice correct="true">A<choicehint selected="true">on</choicehint><choicehint selected="false">off</choicehint></choice>
<choice correct="$right">B</choice><choice correct="false">C<choicehint>of older problems</choicehint><choicehint selected="true">on</choicehint><choicehint selected="True">on again</choicehint></choice>
<compoundhint value="A B">both</compoundhint></checkboxgroup></choiceresponse></problem>`,
  dropdown: `<problem>\r\n  <optionresponse><label>Pick</label><optioninput>\r\n    <option correct="True">One<optionhint>hm</optionhint></option>\r\n    <option correct="False">Two &amp; more</option></optioninput></optionresponse>\r\n</problem>`,
  'an older dropdown': `<problem><p>Is it?</p><optionresponse><optioninput options="('yes','no')" correct="yes" label="Is it"/></optionresponse></problem>`,
  text: `<problem><stringresponse answer="a &quot;b&quot;" type='ci'><label>Word</label><correcthint>Good</correcthint>
<additional_answer answer="c"/><stringequalhint answer="d">No</stringequalhint><textline size="20"/></stringresponse></problem>`,
  number: `<problem><numericalresponse answer="[5,10)"><responseparam default="5%" type="tolerance"/><p>How many?</p><formulaequationinput/></numericalresponse>
<numericalresponse answer="3"><textline/></numericalresponse></problem>`,
  formula: `<problem><formularesponse type="cs" samples="x@1:10#5" answer="x^2"><label>f</label><formulaequationinput/></formularesponse></problem>`,
  drag: `<problem><customresponse><drag_and_drop_input img="/static/a.png"><draggable id="1" label="One"/><target id="t" x="1" y="2" w="3" h="4"/></drag_and_drop_input>
<answer type="loncapa/python"><![CDATA[
correct = ['correct' if 1 < 2 else 'incorrect']
]]></answer></customresponse></problem>`,
  script: `<problem><script type="loncapa/python">
a = 1 &lt; 2
def check(expect, answer): return True
</script><span>Before <customresponse cfn="check" expect="$a"><textline/></customresponse> after</span></problem>`,
  'markup between questions': `<problem>
  <img src="/static/a.png" alt="A"/>
  <div class="own"><b>Look</b></div>
  <numericalresponse answer="1"><formulaequationinput/></numericalresponse>
  <solution><p style="x">Feedback</p>
    <p>Because</p></solution>
</problem>`,
  'all that stands in one': `<problem><choiceresponse><p>Told</p><div class="own">As it is</div><label>Which?</label>
<checkboxgroup><choice correct="true">A</choice></checkboxgroup><solution><p>Why</p></solution></choiceresponse></problem>`,
  'one of a kind without a form': `<problem><imageresponse><imageinput src="/static/a.png" width="1" height="1" rectangle="(0,0)-(1,1)"/></imageresponse></problem>`,
}

const real = realProblems()

const filled = (value: string, kind: string, options: readonly string[] = []) =>
  kind === 'flag'
    ? String(value !== 'true')
    : kind === 'one-of'
      ? (options.find((one) => one !== value) ?? '')
      : '7 < "8" & 9'

describe('a problem’s form', () => {
  it.each(Object.entries(problems))('of %s leaves every byte where nothing is changed', (_kind, text) => {
    const form = readProblemForm(text)
    const values = new Map(slotsOf(form).map(({ name, value }) => [name, value.replaceAll('\n', '\r\n')]))
    expect(changedProblem(text, values)).toBe(text)
  })

  it.each(Object.entries(problems))('of %s changes one value and nothing else', (_kind, text) => {
    const slots = slotsOf(readProblemForm(text))
    expect(new Set(slots.map(({ name }) => name)).size).toBe(slots.length)
    for (const { name, value, kind, options, role } of slots) {
      const isMarkup = kind === 'code' && role !== 'code'
      const given = isMarkup ? '<em>other</em>' : filled(value, kind, options)
      const changed = changedProblem(text, new Map([[name, given]]))
      const after = new Map(slotsOf(readProblemForm(changed)).map((slot) => [slot.name, slot.value]))
      expect([name, after.get(name)]).toEqual([name, given])
      for (const other of slots)
        if (other.name !== name && !(role === 'options' && other.role === 'right-option'))
          expect([name, other.name, after.get(other.name)]).toEqual([name, other.name, other.value])
      // What it does not know is still there.
      for (const kept of [
        '<!-- a note -->',
        'own="kept"',
        'data-own="1"',
        '<compoundhint value="A B">both</compoundhint>',
      ])
        expect(changed.includes(kept)).toBe(text.includes(kept))
    }
  })

  it.each([
    [
      'a paragraph more, which looks as those do',
      '<p class="f">Feedback</p>\n    <p class="f">One</p>\n    <p class="f">Two</p>',
      'Feedback\n\nOne\n\nAnother\n\nTwo',
      '<p class="f">Feedback</p>\n    <p class="f">One</p>\n    <p class="f">Another</p>\n    <p class="f">Two</p>',
    ],
    [
      'two that say the same',
      '<p>a</p> <p id="b">a</p> <p>c</p>',
      'a\n\na\n\nd',
      '<p>a</p> <p id="b">a</p> <p>d</p>',
    ],
    ['one of several gone', '<p>a</p>\n<p>b</p>\n<p>c</p>', 'a\n\nc', '<p>a</p>\n<p>c</p>'],
    ['a first one', '<p></p>', 'a', '<p>a</p>'],
  ])('of an explanation takes %s', (_what, before, given, after) => {
    const text = (inside: string) => `<problem><solution><div>${inside}</div></solution></problem>`
    const [slot] = slotsOf(readProblemForm(text(before)))
    expect(slot?.kind).toBe('lines')
    expect(changedProblem(text(before), new Map([[slot?.name ?? '', given]]))).toBe(text(after))
  })

  it('writes words that are no markup as words, and markup as markup', () => {
    const text = problems['choice'] ?? ''
    const at = (value: string) => changedProblem(text, new Map([['p1.c1.choice', value]]))
    expect(at('a < b & c')).toContain('fixed="true">a &lt; b &amp; c</choice>')
    expect(at('<i>Rome</i>')).toContain('fixed="true"><i>Rome</i></choice>')
    expect(changedProblem(text, new Map([['p1.c2.choice', 'Oslo']]))).toContain(
      '<choice correct="false">Oslo</choice>',
    )
    expect(changedProblem(text, new Map([['p0.text', 'What?']]))).toBe(
      text.replace('What is 1 &lt; 2?', 'What?'),
    )
  })

  it('says where more stands in a question than it shows', () => {
    const more = (inside: string) =>
      readProblemForm(`<problem>${inside}</problem>`).parts.map(({ hasMore }) => hasMore)
    expect(
      Object.entries(problems)
        .filter(([, text]) => readProblemForm(text).parts.some((one) => one.hasMore))
        .map(([kind]) => kind),
    ).toEqual(['checkboxes', 'script'])
    expect(more('<customresponse cfn="f"><jsinput html_file="a"/></customresponse><p>a</p>')).toEqual([
      true,
      false,
    ])
    expect(more('<numericalresponse answer="1">loose <textline/></numericalresponse>')).toEqual([true])
  })

  it('adds, moves and takes away, and what stands between stays', () => {
    const text = problems['choice'] ?? ''
    const step = (words: string, of = text) => changedProblem(of, new Map(), formStep(words))
    expect(step('more:p1.c')).toContain(
      '<choice correct="false"/>\n      <choice correct="false"></choice>\n      <!-- another -->',
    )
    expect(step('move:p1.c0:1', step('move:p1.c1:0'))).toBe(step('move:p1.c0:0'))
    expect(step('move:p1.c0:1', step('move:p1.c0:1'))).toBe(text)
    expect(step('remove:p1.c1')).toBe(
      text.replace(`\n      <choice correct='False' fixed="true"><b>Rome</b></choice>`, ''),
    )
    expect(step('remove:p3')).not.toContain('demandhint')
    expect(step('add:hint')).toContain('<hint><i>again</i></hint><hint></hint></demandhint>')
    const drag = step('more:p0.d', step('more:p0.d', step('more:p0.d', problems['drag'])))
    const ids = [...step('more:p0.d', step('remove:p0.d1', drag)).matchAll(/<draggable id="(\w+)"/g)]
    expect(new Set(ids.map(([, id]) => id)).size).toBe(4)
    expect(formStep('add:nothing')).toBeUndefined()
    expect(formStep('save')).toBeUndefined()
  })

  it.each(['choice', 'checkboxes', 'dropdown', 'text', 'number', 'formula', 'drag', 'script'])(
    'begins a %s from nothing, with a form of its own',
    (type) => {
      for (const empty of [
        '<problem/>',
        '<problem></problem>',
        '<problem>\n</problem>',
        '<problem>\n  <p>a</p>\n  <solution/>\n</problem>',
      ]) {
        const text = changedProblem(empty, new Map(), formStep(`add:${type}`))
        const { parts } = readProblemForm(text)
        expect(parts.flatMap(({ questions }) => questions.map((one) => one.type))).toEqual([type])
        if (empty.includes('solution')) expect(parts.at(-1)?.kind).toBe('explanation')
        const codes = compileProblem(text).findings.filter(
          ({ code }) => code !== 'problem-attribute' && code !== 'problem-script',
        )
        expect(codes).toEqual([])
      }
    },
  )

  it('whatever is written into it, it stays a problem that says just that', () => {
    const names = Object.values(problems).flatMap((text) =>
      slotsOf(readProblemForm(text))
        .filter(
          ({ kind, role }) =>
            kind !== 'flag' &&
            kind !== 'one-of' &&
            kind !== 'code' &&
            role !== 'options' &&
            role !== 'explanation',
        )
        .map(({ name }) => [text, name] as const),
    )
    const words = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '<', '>', '&', ';', '"', "'", '$', '/', '=', '#', '\\', 'x'),
      maxLength: 12,
    })
    fc.assert(
      fc.property(fc.constantFrom(...names), words, ([text, name], given) => {
        const meant = given.trim()
        const once = changedProblem(text, new Map([[name, meant]]))
        const shown = slotsOf(readProblemForm(once)).find((slot) => slot.name === name)?.value
        // Read and written again, it is the same.
        expect(changedProblem(once, new Map([[name, shown ?? '']]))).toBe(once)
        parseXml(once)
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it.skipIf(real.length === 0)('of real problems leaves every byte, and changes one answer alone', () => {
    let count = 0
    for (const [, text] of real) {
      let form
      try {
        form = readProblemForm(text)
      } catch {
        continue
      }
      count++
      const slots = slotsOf(form)
      expect(changedProblem(text, new Map(slots.map(({ name, value }) => [name, value])))).toBe(text)
      for (const { name, kind, value } of slots
        .filter(({ role }) => role === 'answer' || role === 'correct')
        .slice(0, 4)) {
        const given = filled(value, kind)
        const changed = changedProblem(text, new Map([[name, given]]))
        const after = slotsOf(readProblemForm(changed))
        expect(after.filter((slot, at) => slot.value !== slots[at]?.value).map((slot) => slot.name)).toEqual([
          name,
        ])
        expect(changedProblem(changed, new Map([[name, value]]))).toBe(text)
      }
      for (const { id, items } of listsOf(form).slice(0, 2)) {
        const more = changedProblem(text, new Map(), { do: 'more', list: id })
        expect(listsOf(readProblemForm(more)).find((one) => one.id === id)?.items.length).toBe(
          items.length + 1,
        )
      }
    }
    expect(count).toBeGreaterThan(0)
  })
})
