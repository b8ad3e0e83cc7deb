import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compileProblem,
  gradeProblem,
  gradeSubmission,
  renderProblem,
  shownAnswers,
  type CompiledProblem,
  type ProblemState,
} from '../../../blocks/problem/engine.js'

const page = (problem: CompiledProblem, state?: ProblemState, seed = 1) =>
  renderProblem(problem, { id: 'u1', seed, state })

/** Every text here that a learner must not see too early contains SECRET. */
const secretive = `<problem attempts="" markdown="null">
  <p>Read this.</p>
  <multiplechoiceresponse targeted-feedback="alwaysShowCorrectChoiceExplanation"><label>One?</label><choicegroup>
    <choice correct="true" explanation-id="e1">yes<choicehint label="SECRET1">SECRET2</choicehint></choice>
    <choice correct="false" explanation-id="e2">no<choicehint>SECRET3</choicehint></choice></choicegroup></multiplechoiceresponse>
  <targetedfeedbackset><targetedfeedback explanation-id="e2">SECRET4</targetedfeedback></targetedfeedbackset>
  <solution explanation-id="e1">SECRET5</solution>
  <stringresponse answer="SECRET6" type="ci"><label>Text?</label><additional_answer answer="SECRET7"/><correcthint>SECRET8</correcthint>
    <regexphint answer="SECRET9.*">SECRET10</regexphint><textline/></stringresponse>
  <numericalresponse answer="31337"><responseparam type="tolerance" default="SECRET11"/><formulaequationinput label="Number?"/>
    <hintgroup><numericalhint answer="1" name="a"/><hintpart on="a"><text>SECRET12</text></hintpart></hintgroup></numericalresponse>
  <choiceresponse><checkboxgroup><choice correct="true">a<choicehint selected="true">SECRET13</choicehint></choice>
    <compoundhint value="A">SECRET14</compoundhint></checkboxgroup><solution>SECRET15</solution></choiceresponse>
  <optionresponse><optioninput><option correct="true">x<optionhint>SECRET16</optionhint></option><option correct="false">y</option></optioninput></optionresponse>
  <formularesponse answer="SECRET17*x" samples="x@1:2#3"><textline/></formularesponse>
  <imageresponse><imageinput src="/static/a.png" rectangle="(31,337)-(400,400)"/></imageresponse>
  <customresponse cfn="SECRET18"><textline correct_answer="SECRET19"/><answer>SECRET20</answer></customresponse>
  <script type="text/javascript">SECRET21</script>
  <demandhint><hint>SECRET22</hint></demandhint><!-- SECRET23 -->
</problem>`

describe('a problem’s page', () => {
  const problem = compileProblem(secretive)
  const answers = {
    '2_1': 'choice_1',
    '3_1': 'nothing',
    '4_1': '1',
    '5_1': ['choice_0'],
    '6_1': 'x',
    '7_1': 'x',
    '8_1': '',
  }
  const withoutFormula = { ...answers, '7_1': '' }

  it('tells nothing before it is allowed: not unanswered, not saved, not withheld', () => {
    const { correctMap } = gradeProblem(problem, { answers: withoutFormula, seed: 1 })
    const states: (ProblemState | undefined)[] = [
      undefined,
      { answers },
      { answers, correctMap, correctnessWithheld: true },
    ]
    for (const state of states) expect(page(problem, state)).not.toMatch(/SECRET|31337|31,337/)
  })

  it('tells after grading only what the answers bring up', () => {
    const { correctMap } = gradeProblem(problem, { answers: withoutFormula, seed: 1 })
    const html = page(problem, { answers: withoutFormula, correctMap })
    const told = Array.from(html.matchAll(/SECRET\d+/g), ([text]) => text)
    expect(new Set(told)).toEqual(
      new Set(['SECRET3', 'SECRET4', 'SECRET5', 'SECRET12', 'SECRET14', 'SECRET16']),
    )
  })

  it('shows answers and solutions once they are given', () => {
    const html = page(problem, { shownAnswers: shownAnswers(problem, 1) })
    for (const text of ['SECRET5', 'SECRET15', 'SECRET6 <b>or</b> SECRET7', '31337', '(31,337)'])
      expect(html).toContain(text)
    expect(html.match(/Correct answer/g)).toHaveLength(2)
    expect(html).not.toMatch(/SECRET(?:8|10|18|19|20|22)\b/)
  })

  it('says the same by text as by class for each status', () => {
    const { correctMap } = gradeProblem(problem, { answers: withoutFormula, seed: 1 })
    expect(page(problem)).toContain(
      '<span class="status unanswered" id="status_u1_2_1">Not answered yet</span>',
    )
    expect(page(problem, { answers, correctMap })).toContain(
      '<span class="status incorrect" id="status_u1_2_1">Incorrect</span>',
    )
    expect(page(problem, { answers, correctMap, correctnessWithheld: true })).toContain('>Answer received<')
    expect(page(problem, { answers, correctMap, savedSinceGraded: true })).toContain(
      'class="status unanswered" id="status_u1_2_1"',
    )
  })

  it('shows a solution that stands with the feedback there only, once it was graded', () => {
    const { correctMap } = gradeProblem(problem, { answers: withoutFormula, seed: 1 })
    expect(page(problem)).toContain('id="solution_u1_solution_1"')
    expect(page(problem, { answers, correctMap })).not.toContain('id="solution_u1_solution_1"')
    expect(page(problem, { answers, correctMap })).toContain('id="solution_u1_solution_2"')
  })

  it('never says whether a choice is right where its author forbids it, only that it was received', () => {
    const quiet = compileProblem(
      '<problem><multiplechoiceresponse><choicegroup show_correctness="never" submitted_message="Noted."><choice correct="true">a</choice></choicegroup></multiplechoiceresponse></problem>',
    )
    const given = { '2_1': 'choice_0' }
    const { correctMap } = gradeProblem(quiet, { answers: given, seed: 1 })
    expect(page(quiet)).not.toMatch(/Noted|unanswered/)
    expect(page(quiet, { answers: given, correctMap })).toContain(
      '<span class="status" id="status_u1_2_1">Noted.</span>',
    )
    expect(page(quiet, { answers: given, correctMap })).not.toMatch(/correct/i)
  })

  it('selects the empty option of a dropdown while there is no answer', () => {
    const empty = compileProblem(
      `<problem><optionresponse><optioninput options="('','a')" correct="a"/></optionresponse></problem>`,
    )
    expect(page(empty)).toContain('<option value="" selected>')
    expect(page(empty, { answers: { '2_1': 'a' } })).toContain('<option value="">')
  })

  it('asks each question once and ties it to its input', () => {
    const html = page(problem)
    expect(html.match(/One\?/g)).toHaveLength(1)
    expect(html).toContain('<label class="question-label" for="input_u1_3_1">Text?</label>')
    expect(html).toContain('aria-label="Number?"')
    expect(html).toContain('>One?</legend>')
  })

  it('shows a quiet notice in place of what it cannot grade, and the rest as ever', () => {
    expect(page(problem).match(/problem-notice/g)).toHaveLength(1)
    expect(problem.findings.map(({ code }) => code)).toEqual([
      'problem-attribute',
      'problem-attribute',
      'problem-script',
    ])
  })

  it('survives a journey as JSON', () => {
    const travelled = JSON.parse(JSON.stringify(problem)) as CompiledProblem
    expect(travelled).toEqual(problem)
    expect(page(travelled, { answers })).toBe(page(problem, { answers }))
  })

  it('holds any answer as text, never as markup', () => {
    const plain = compileProblem('<problem><stringresponse answer="a"><textline/></stringresponse></problem>')
    const tags = page(plain).match(/<[^>]*>/g)?.length
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '\0', '$', 'x') }), (answer) => {
        expect(page(plain, { answers: { '2_1': answer } }).match(/<[^>]*>/g)?.length).toBe(tags)
      }),
    )
  })

  it('uses any id as it is', () => {
    expect(renderProblem(problem, { id: '$&"x', seed: 1 })).toContain('id="input_$&amp;&quot;x_3_1"')
  })
})

describe('questions and their places', () => {
  const html = (inside: string) => page(compileProblem(`<problem>${inside}</problem>`))
  const line = '<stringresponse answer="a"><textline/></stringresponse>'

  it('takes the label just before a response as its question', () => {
    expect(html(`<label>Who?</label>${line}`)).toContain('for="input_u1_2_1">Who?</label>')
    expect(html(`<label>Who?</label><p>x</p>${line}`)).toContain('<div class="question-label">Who?</div>')
  })

  it('takes a paragraph as the question where the input’s label repeats it', () => {
    const labelled = '<stringresponse answer="a"><textline label="Who?"/></stringresponse>'
    expect(html(`<p>Who?</p>${labelled}`)).not.toContain('<p>')
    expect(html(`<p>Why?</p>${labelled}`)).toMatch(/<p>Why\?<\/p>.*aria-label="Who\?"/s)
  })

  it('describes an input by its status and the descriptions', () => {
    const described =
      '<stringresponse answer="a"><description>D1</description><description>D2</description><textline trailing_text="kg"/></stringresponse>'
    expect(html(described)).toContain(
      'aria-describedby="trailing_text_u1_2_1 status_u1_2_1 description_u1_1_1 description_u1_1_2"',
    )
  })

  it('puts several inputs of a response into a labelled group', () => {
    const two = `<optionresponse><label>Both?</label><description>D</description><optioninput options="('a')" correct="a"/><optioninput options="('b')" correct="b"/></optionresponse>`
    expect(html(two)).toMatch(
      /role="group" aria-labelledby="multiinput-group-label-u1_1" aria-describedby="description_u1_1_1"/,
    )
    expect(html(two)).toContain('aria-label="Question 1, answer 2"')
  })

  it('labels each of several inputs as its author does', () => {
    const two = `<optionresponse><optioninput label="Up &lt;i&gt;or&lt;/i&gt; down?" options="('a')" correct="a"/><optioninput options="('b')" correct="b"/></optionresponse>`
    expect(html(two)).toContain('<label class="question-label" for="input_u1_2_1">Up <i>or</i> down?</label>')
  })

  it('leaves a description that belongs to no input as plain text', () => {
    expect(html(`<description>By the way</description>${line}`)).toContain(
      '<div class="description">By the way</div>',
    )
  })

  it('numbers inputs by response, counting those it cannot grade', () => {
    const three = html(`${line}<customresponse><textline/></customresponse>${line}`)
    expect(Array.from(three.matchAll(/name="([^"]*)"/g), ([, name]) => name)).toEqual([
      'input_u1_2_1',
      'input_u1_4_1',
    ])
    expect(three).toContain('aria-label="Question 3"')
  })

  it('keeps an inline response in its line', () => {
    const inline = html(
      `<p>It is <stringresponse answer="a" inline="1"><textline inline="1"/></stringresponse> m.</p>`,
    )
    expect(inline).toMatch(/It is <span class="problem-response inline".*<\/span> m\./s)
  })
})

describe('odd problems', () => {
  it.each([
    '<multiplechoiceresponse/>',
    '<multiplechoiceresponse><checkboxgroup/></multiplechoiceresponse>',
    '<stringresponse><textline/></stringresponse>',
    '<stringresponse answer="a"><textline/><textline/></stringresponse>',
    '<formularesponse answer="x"><textline/></formularesponse>',
    '<coderesponse><textbox/></coderesponse>',
    '<jsmeresponse/>',
    '<annotationresponse/>',
  ])('%s becomes a notice with a finding', (inside) => {
    const problem = compileProblem(`<problem>${inside}</problem>`)
    expect(problem.findings).toMatchObject([{ code: 'problem-unsupported', line: 1, column: 10 }])
    expect(page(problem)).toContain('problem-notice')
    expect(gradeProblem(problem, { answers: {}, seed: 1 })).toEqual({
      correctMap: {},
      score: 0,
      maxScore: 0,
      feedback: {},
    })
  })

  it('are graded beside a script nothing refers to, and not where something does', () => {
    const withText = (text: string) =>
      compileProblem(
        `<problem><script type="loncapa/python">a = 1</script><p>${text}</p><numericalresponse answer="1"><textline/></numericalresponse></problem>`,
      )
    expect(withText('plain').findings).toEqual([])
    expect(withText('say $a').findings).toMatchObject([{ code: 'problem-script' }])
  })

  it('of great size are compiled in a time that grows with it', () => {
    const responses = '<stringresponse answer="a"><textline/></stringresponse>'.repeat(20_000)
    expect(compileProblem(`<problem>${responses}</problem>`).responses).toHaveLength(20_000)
    const paragraphs = `${'<p>'.repeat(400)}${'<b/>'.repeat(50_000)}${'</p>'.repeat(400)}`
    expect(compileProblem(`<problem>${paragraphs}</problem>`).template).toHaveLength(1)
  })

  it('never throw, whatever the elements and attributes are', () => {
    const names = [
      'multiplechoiceresponse',
      'choiceresponse',
      'optionresponse',
      'stringresponse',
      'numericalresponse',
      'formularesponse',
      'imageresponse',
      'truefalseresponse',
      'choicegroup',
      'checkboxgroup',
      'choice',
      'textline',
      'optioninput',
      'option',
      'imageinput',
      'label',
      'p',
      'solution',
      'solutionset',
      'targetedfeedbackset',
      'targetedfeedback',
      'hintgroup',
      'script',
    ]
    const attribute = fc.constantFrom(
      '',
      ' answer="1"',
      ' answer="["',
      ' answer="(a"',
      ' type="regexp ci"',
      ' correct="true"',
      ' shuffle="true"',
      ' answer-pool="2"',
      ' points="x"',
      ' samples="x@1:2#2"',
      ' options="("',
      ' partial_credit=","',
      ' name="n"',
      ' regions="[]"',
      ' label="$x"',
      ' inline="1"',
    )
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('text', '$a', ''),
        fc
          .tuple(fc.constantFrom(...names), attribute, attribute, fc.array(tie('tree'), { maxLength: 3 }))
          .map(
            ([name, first, second, children]) =>
              `<${name}${first}${first.split('=')[0] === second.split('=')[0] ? '' : second}>${children.join('')}</${name}>`,
          ),
      ),
    }))
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 4 }), (trees) => {
        const problem = compileProblem(`<problem>${trees.join('')}</problem>`)
        page(problem)
        shownAnswers(problem, 3)
        const line = gradeSubmission({
          xml: `<problem>${trees.join('')}</problem>`,
          answers: { '2_1': '1', '3_1': ['choice_0'] },
        })
        expect('error' in line ? line.error.code : 'graded').toMatch(/^(?:graded|problem-)/)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a line of the grade command', () => {
  const xml = '<problem><numericalresponse answer="2"><textline/></numericalresponse></problem>'

  it('gives grades in the incumbent’s names', () => {
    expect(gradeSubmission({ xml, seed: 1, answers: { '2_1': '2' } })).toEqual({
      correct_map: { '2_1': { correctness: 'correct', npoints: 1 } },
      score: 1,
      max_score: 1,
    })
  })

  it.each([
    [{ xml, seed: 1, answers: { '2_1': 'two' } }, 'problem-input'],
    [{ xml: '<problem>', seed: 1, answers: {} }, 'olx-malformed'],
    [{ xml: '<problem><customresponse/></problem>', answers: {} }, 'problem-script'],
    [{ xml, seed: 'x' }, 'handler-input'],
    [{ xml, answers: { '2_1': 5 } }, 'handler-input'],
    [{ xml, answers: [] }, 'handler-input'],
    [null, 'handler-input'],
    ['x', 'handler-input'],
  ])('%j is the error %s', (line, code) => {
    expect(gradeSubmission(line)).toMatchObject({ error: { code } })
  })
})
