import { describe, expect, it } from 'vitest'
import { postedAnswers } from '../../../blocks/problem/block/posted-answers.js'
import {
  compileProblem,
  gradeProblem,
  gradeSubmission,
  maxScore,
  renderProblem,
  shownAnswers,
} from '../../../blocks/problem/engine.js'
import { compileInput } from '../../../blocks/problem/compile-response.js'
import { withoutOpenHoles } from '../../../blocks/problem/word-hole.js'
import { SourceI18n } from '../../../runtime/index.js'
import { parseXml } from '../../../runtime/olx/index.js'
import { gradeOne, verdict } from './problems.js'

/** The names of the controls on a page. */
function namesIn(html: string): string[] {
  return Array.from(
    html.matchAll(/<(?:input|select|textarea)\b[^>]* name="([^"]*)"/g),
    ([, name]) => name ?? '',
  )
}

/** A form as a browser would post it: `ticked` names the controls that are chosen or filled in. */
function posted(xml: string, filled: Record<string, string>) {
  return postedAnswers(filled, 'p', compileProblem(`<problem>${xml}</problem>`).inputs)
}

describe('choices with numbers in them', () => {
  const xml = `<choicetextresponse><label>How many sides?</label><radiotextgroup>
    <choice correct="true">A hexagon has <numtolerance_input answer="6" tolerance="10%"/> of them.</choice>
    <choice correct="false">A circle has <decoy_input/>.</choice>
  </radiotextgroup></choicetextresponse>`
  const several = xml.replaceAll('radiotextgroup', 'checkboxtextgroup')
  const chosen = (number: string, choice = 'choiceinput_0bc') =>
    JSON.stringify({ [choice]: 'true', choiceinput_0_numtolerance_input_0: number })

  it('need the right choice and, within its tolerance, the right number', () => {
    expect(verdict(xml, chosen('6'))).toBe('correct')
    expect(verdict(xml, chosen('6.6'))).toBe('correct')
    expect(verdict(xml, chosen('6.7'))).toBe('incorrect')
    expect(verdict(xml, chosen('6', 'choiceinput_1bc'))).toBe('incorrect')
    expect(verdict(xml, chosen(''))).toBe('incorrect')
    expect(verdict(xml, '{"choiceinput_0bc":"true"}')).toBe('incorrect')
    expect(verdict(xml, '')).toBe('incorrect')
    expect(verdict(several, chosen('6'))).toBe('correct')
    expect(verdict(several, JSON.stringify({ ...JSON.parse(chosen('6')), choiceinput_1bc: 'true' }))).toBe(
      'incorrect',
    )
  })

  it('allow 0.001 % where no tolerance is given', () => {
    const plain = xml.replace(' tolerance="10%"', '')
    expect(verdict(plain, chosen('6.00005'))).toBe('correct')
    expect(verdict(plain, chosen('6.0001'))).toBe('incorrect')
  })

  it('take the names of the incumbent, as an object or as text', () => {
    const answer = { p_2_1_choiceinput_0bc: ['true'], p_2_1_choiceinput_0_numtolerance_input_0: '6' }
    const line = { xml: `<problem>${xml}</problem>`, seed: 1, answers: { '2_1': answer } }
    expect(gradeSubmission(line)).toMatchObject({ score: 1, max_score: 1 })
    expect(postedAnswers({ 'input_p_2_1{}': answer }, 'p', { '2_1': { joining: 'object' } })).toEqual({
      '2_1': JSON.stringify(answer),
    })
  })

  it('show again what was answered under the names of the incumbent', () => {
    const answer = {
      p_2_1_choiceinput_0bc: 'p_2_1_choiceinput_0bc',
      p_2_1_choiceinput_0_numtolerance_input_0: '6',
    }
    const answers = { '2_1': JSON.stringify(answer) }
    const page = renderProblem(compileProblem(`<problem>${xml}</problem>`), {
      id: 'p',
      seed: 1,
      state: { answers },
    })
    expect(page.match(/ checked/g)).toHaveLength(1)
    expect(page).toMatch(/value="choiceinput_0bc" checked/)
    expect(page).toContain('value="6"')
  })

  it('do not use an attempt for a number that is none', () => {
    expect(() => gradeOne(xml, chosen('six apples'))).toThrow(
      expect.objectContaining({ code: 'problem-input' }),
    )
    expect(() => gradeOne(several, chosen('six', 'choiceinput_1bc'))).not.toThrow()
    const decoy = JSON.stringify({ choiceinput_1bc: 'true', choiceinput_1_numtolerance_input_0: 'none' })
    expect(() => gradeOne(xml, decoy)).toThrow(expect.objectContaining({ code: 'problem-input' }))
  })

  it('are posted control by control, and drawn as they were answered', () => {
    const problem = compileProblem(`<problem>${xml}</problem>`)
    const page = renderProblem(problem, { id: 'p', seed: 1 })
    expect(namesIn(page)).toEqual([
      'input_p_2_1{}',
      'input_p_2_1{choiceinput_0_numtolerance_input_0}',
      'input_p_2_1{}',
      'input_p_2_1{choiceinput_1_numtolerance_input_0}',
    ])
    expect(page).not.toMatch(/checked|value="6"|tolerance="/)
    const answers = posted(xml, {
      'input_p_2_1{}': 'choiceinput_0bc',
      'input_p_2_1{choiceinput_0_numtolerance_input_0}': '6',
      'input_p_2_1{choiceinput_1_numtolerance_input_0}': '',
    })
    expect(answers).toEqual({ '2_1': chosen('6') })
    const again = renderProblem(problem, { id: 'p', seed: 1, state: { answers } })
    expect(again.match(/ checked/g)).toHaveLength(1)
    expect(again).toContain('value="6"')
    expect(shownAnswers(problem, 1)).toEqual({ '2_1': 'choice 1 (6)' })
  })
})

describe('annotations', () => {
  const xml = `<annotationresponse><annotationinput>
    <title>Tone</title><text>It was the best of times.</text><comment_prompt>Say why:</comment_prompt>
    <options><option choice="incorrect">Irony</option><option choice="correct">Contrast</option>
    <option choice="partially-correct">Rhythm</option></options></annotationinput></annotationresponse>`

  it('earn two points for the tag that is meant and one for a near one', () => {
    const tagged = (options: unknown) => gradeOne(xml, JSON.stringify({ options, comment: 'x' }))
    expect(tagged([1])).toMatchObject({ correctness: 'correct', npoints: 2 })
    expect(tagged('2')).toMatchObject({ correctness: 'partially-correct', npoints: 1 })
    expect(tagged([0])).toMatchObject({ correctness: 'incorrect', npoints: 0 })
    expect(tagged([1, 2])).toMatchObject({ correctness: 'incorrect' })
    expect(gradeOne(xml, 'no JSON')).toMatchObject({ correctness: 'incorrect' })
    expect(maxScore(compileProblem(`<problem>${xml}</problem>`))).toBe(2)
  })

  it('show no answer where no tag is right', () => {
    const shown = (inside: string) => shownAnswers(compileProblem(`<problem>${inside}</problem>`), 1)
    expect(shown(xml)).toEqual({ '2_1': 'Contrast' })
    expect(shown(xml.replace('"correct"', '"incorrect"'))).toEqual({})
  })

  it('keep the comment, and never say which tag is right', () => {
    const problem = compileProblem(`<problem>${xml}</problem>`)
    const answers = posted(xml, { 'input_p_2_1{comment}': 'a <b>', 'input_p_2_1{options}': '1' })
    expect(answers).toEqual({ '2_1': '{"comment":"a <b>","options":"1"}' })
    const page = renderProblem(problem, { id: 'p', seed: 1, state: { answers } })
    expect(page).toContain('>\na &lt;b&gt;</textarea>')
    expect(page).toMatch(/value="1" checked/)
    expect(page).not.toContain('correct')
  })
})

describe('symbolic answers', () => {
  const asked = (expect_: string, options = '') =>
    `<symbolicresponse expect="${expect_}" options="${options}"><textline/></symbolicresponse>`

  it.each([
    ['2*x', 'x+x', 'correct'],
    ['(x+1)^2', 'x^2 + 2*x + 1', 'correct'],
    ['sin(x)^2+cos(x)^2', '1', 'correct'],
    ['a*b', 'b*a', 'correct'],
    ['e^(i*x)', 'cos(x)+i*sin(x)', 'correct'],
    ['x', 'sqrt(x^2)', 'incorrect'],
    ['x', 'X', 'incorrect'],
    ['2*x', '2*x+0.001', 'incorrect'],
    ['x^2', 'x**2', 'correct'],
    ['log(x)', 'ln(x)', 'correct'],
    ['200', '200.19', 'correct'],
    ['200', '200.21', 'incorrect'],
    ['0', '0.0009', 'correct'],
    ['0', '0.0011', 'incorrect'],
    ['x', '', 'incorrect'],
    ['[[1, 2*x], [y, 0]]', '[[2-1, x+x],[y,0]]', 'correct'],
    ['[[1, 2*x], [y, 0]]', '[[1, x], [y, 0]]', 'incorrect'],
    ['[1, -1, 2]', '[[1],[-1],[2]]', 'correct'],
    ['[1, -1, 2]', '[[1,-1,2]]', 'incorrect'],
    ['[1, -1, 2]', '[1,-1]', 'incorrect'],
    ['[1, -1, 2]', '1', 'incorrect'],
    ['[sin(x), f]', '[cos(x-pi/2), f]', 'correct'],
  ])('%s and %s: %s', (expected, given, result) => {
    expect(verdict(asked(expected), given)).toBe(result)
  })

  it('are left ungraded, with a notice, where only SymPy could tell', () => {
    for (const xml of [asked('[[1],[0,1]]', 'matrix'), asked('|0&gt;', 'qubit'), asked('mine(x)')]) {
      const { findings, inputs } = compileProblem(`<problem>${xml}</problem>`)
      expect(findings.map(({ code }) => code)).toEqual(['problem-unsupported'])
      expect(inputs).toEqual({})
    }
  })

  it.each([
    ['2*x', '2x'],
    ['x', '[[1,2],[3]]'],
    ['[1, 2]', '[1, 2'],
    ['[1, 2]', '[1, 2+]'],
  ])('use no attempt for what is no expression: %s and %s', (expected, given) => {
    expect(() => gradeOne(asked(expected), given)).toThrow(expect.objectContaining({ code: 'problem-input' }))
  })
})

describe('answers that other services were to grade', () => {
  const xml = `<problem><coderesponse queuename="q"><textbox rows="5" mode="python">def f():
  pass</textbox><codeparam><grader_payload>SECRET</grader_payload></codeparam></coderesponse></problem>`

  it('are taken and kept, say that nobody grades them, and count nothing', () => {
    const problem = compileProblem(xml)
    expect(problem.findings.map(({ code }) => code)).toEqual(['problem-unsupported'])
    expect(maxScore(problem)).toBe(0)
    expect(gradeProblem(problem, { answers: { '2_1': 'x' }, seed: 1 })).toEqual({
      correctMap: {},
      score: 0,
      maxScore: 0,
      feedback: {},
    })
    const before = renderProblem(problem, { id: 'p', seed: 1 })
    expect(before).toContain('is not graded here')
    expect(before).toContain('>\ndef f():\n  pass</textarea>')
    expect(before).not.toContain('SECRET')
    const after = renderProblem(problem, { id: 'p', seed: 1, state: { answers: { '2_1': '<i>' } } })
    expect(after).toContain('status submitted')
    expect(after).toContain('>\n&lt;i&gt;</textarea>')
  })

  it('are molecules too, as text, without the right one in the page', () => {
    const molecule = compileProblem(
      `<problem><jsmeresponse><jsme><initial-state>MOLFILE</initial-state><answer>SMILESKEY</answer></jsme>
       <answer>FORMULA</answer></jsmeresponse></problem>`,
    )
    expect(molecule.findings.map(({ code }) => code)).toEqual(['problem-unsupported'])
    const shown = renderProblem(molecule, { id: 'p', seed: 1, state: { answers: { '2_1': 'CCO' } } })
    expect(shown).toContain('is not graded here')
    expect(shown).toMatch(/<input type="text"[^>]* aria-describedby="[^"]*smiles_p_2_1[^>]* value="CCO"/)
    expect(shown).not.toMatch(/MOLFILE|SMILESKEY|FORMULA/)
  })

  it('are refused by the grade command', () => {
    expect(gradeSubmission({ xml, seed: 1, answers: {} })).toMatchObject({
      error: { code: 'problem-unsupported' },
    })
  })
})

/** An input on its own, as a response graded by a script would hold it. */
function compiled(xml: string) {
  const element = parseXml(xml)
  return compileInput(
    {
      source: { id: '2_1', element, points: 1 },
      label: '',
      asked: { tag: element.name, question: '', group: '' },
      descriptions: [],
      name: 'Question 1',
      inline: false,
      clean: () => '',
    },
    { kind: 'ungraded', type: 'customresponse', fields: [] },
  )
}

describe('drag and drop', () => {
  const xml = `<drag_and_drop_input img="/static/map.png"><draggable id="a" label="Ada"/>
    <draggable id="b" label="Bob" can_reuse="true"/><target id="t1" x="1" y="2" w="3" h="4"/>
    <target id="t2" x="9" y="9" w="9" h="9"/></drag_and_drop_input>`

  it('is a list whose answer is the incumbent’s JSON', () => {
    const input = compiled(xml)
    const answers = postedAnswers(
      { 'input_p_2_1{a}': '{"a":"t2"}', 'input_p_2_1{b 1}': '{"b":"t1"}', 'input_p_2_1{b 2}': '{"b":"t2"}' },
      'p',
      { '2_1': input },
    )
    expect(answers).toEqual({ '2_1': '[{"a":"t2"},{"b":"t1"},{"b":"t2"}]' })
    expect(postedAnswers({ 'input_p_2_1{a}': '' }, 'p', { '2_1': input })).toEqual({ '2_1': '' })
  })

  it('offers spots on other things, wherever those may lie', () => {
    const input = compiled(`<drag_and_drop_input img="/static/orbitals.png"><draggable id="up" label="Arrow"/>
      <draggable id="p"><target id="first" x="0" y="0" w="9" h="9"/></draggable>
      <target id="left" x="1" y="2" w="3" h="4"/></drag_and_drop_input>`)
    const html = withoutOpenHoles(
      (input.parts ?? []).map((part) => (typeof part === 'string' ? part : '')).join(''),
      'p',
      new SourceI18n(),
    )
    const options = Array.from(html.matchAll(/<option value="([^"]*)">([^<]*)/g), ([, value = '', text]) => [
      value.replaceAll('&quot;', '"'),
      text,
    ])
    expect(options).toEqual([
      ['', 'Not placed'],
      ['{"up":"left"}', 'Place 1'],
      ['{"up":{"first":{"p":"left"}}}', 'Spot 1 on p at place 1'],
      ['', 'Not placed'],
      ['{"p":"left"}', 'Place 1'],
    ])
    const answers = postedAnswers({ 'input_p_2_1{up}': options[2]?.[0] }, 'p', { '2_1': input })
    expect(answers).toEqual({ '2_1': '[{"up":{"first":{"p":"left"}}}]' })
  })

  it('calls a thing without a label by its id, or by its number where names are not to be shown', () => {
    const named = (more: string) => {
      const [, item = ''] =
        compiled(
          `<drag_and_drop_input img="/static/a.png" ${more}><draggable id="ant"/></drag_and_drop_input>`,
        ).parts ?? []
      return typeof item === 'string' ? withoutOpenHoles(item, 'p', new SourceI18n()) : ''
    }
    expect(named('')).toContain('>ant</label>')
    expect(named('no_labels="true"')).toContain('>Item 1</label>')
  })

  it('takes coordinates where there are no targets', () => {
    const input = compiled(
      '<drag_and_drop_input img="/static/map.png"><draggable id="a"/></drag_and_drop_input>',
    )
    expect(postedAnswers({ 'input_p_2_1{a}': ' 10, 20' }, 'p', { '2_1': input })).toEqual({
      '2_1': '[{"a":[10,20]}]',
    })
  })
})

describe('pages of authors inside a problem', () => {
  it('stand in a sandbox, with no origin of ours', () => {
    const { open } = compiled(
      '<jsinput html_file="/static/a.html" gradefn="g" get_statefn="s" initial_state="{&quot;a&quot;:1}"/>',
    )
    expect(open).toContain('sandbox="allow-scripts allow-forms allow-downloads"')
    const byKey = compiled('<jsinput html_file="/asset-v1:O+C+R+type@asset+block@a.html"/>').open
    expect(byKey).toContain('sandbox="allow-scripts allow-forms allow-downloads"')
    expect(open).toContain('data-initial="{&quot;a&quot;:1}"')
    expect(open).toContain('data-state="kept"')
    expect(compiled('<jsinput html_file="https://other.example/a.html"/>').open).toContain(
      'allow-same-origin',
    )
  })

  it('are refused with an address that runs code or is not encrypted', () => {
    for (const file of ['javascript:alert(1)', 'http://a.example/', '/units/x', '/sta&#9;tic/a.html', '']) {
      expect(() => compiled(`<jsinput html_file="${file}"/>`)).toThrow(
        expect.objectContaining({ code: 'problem-unsupported' }),
      )
    }
  })
})

describe('inputs without an editor here', () => {
  it.each(['designprotein2dinput', 'editageneinput', 'editamoleculeinput', 'filesubmission'])(
    '<%s> gives way to a notice',
    (name) => {
      expect(() => compiled(`<${name}/>`)).toThrow(expect.objectContaining({ code: 'problem-unsupported' }))
    },
  )

  it.each(['chemicalequationinput', 'vsepr_input', 'crystallography'])('<%s> is a line of text', (name) => {
    expect(compiled(`<${name}/>`).open).toContain('type="text"')
  })
})

describe('old spellings', () => {
  it('are read as they were meant', () => {
    const choices =
      '<choicegroup><choice correct="True">a</choice><choice correct="False">b</choice></choicegroup>'
    expect(verdict(`<multiplechoiceresponse>${choices}</multiplechoiceresponse>`, 'choice_0')).toBe('correct')
    const dropdown = `<optioninput options="('a','b')" correct="b"/>`
    expect(verdict(`<optionresponse>${dropdown}</optionresponse>`, 'b')).toBe('correct')
  })
})
