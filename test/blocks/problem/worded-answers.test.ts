import { describe, expect, it } from 'vitest'
import { compileProblem, wordedAnswers, type Answer } from '../../../blocks/problem/engine.js'
import { texRenderer } from '../../../runtime/html/index.js'
import { ProblemAtWork } from '../problem-block/problem-at-work.js'

const compiled = (inside: string) => {
  const xml = `<problem>${inside}</problem>`
  return compileProblem(xml, { renderMath: texRenderer(xml), variables: {} })
}
const worded = (xml: string, answer: Answer) =>
  wordedAnswers(compiled(xml), { '2_1': answer }).map(({ question, answers }) => [question, ...answers])

const choices = (tag: string, group: string) =>
  `<${tag}><label>Which <b>planet</b>?</label><${group}>
<choice correct="true">Mars &amp; <i>Deimos</i></choice><choice correct="false"><img src="/static/v.png" alt="Venus"/></choice>
<choice correct="false">\\(x^2\\)</choice></${group}></${tag}>`
const drag = `<customresponse><drag_and_drop_input img="/static/map.png" alt="A map">
<draggable id="a" label="Star"/><draggable id="b" label="Moon"/><target id="t1" x="1" y="1" w="5" h="5"/><target id="t2" x="9" y="1" w="5" h="5"/>
</drag_and_drop_input><answer type="loncapa/python">correct = ['correct']</answer></customresponse>`
const filled = `<choicetextresponse><label>Sides?</label><radiotextgroup>
<choice correct="true">A hexagon has <numtolerance_input answer="6"/> of them.</choice><choice correct="false">A circle.</choice>
</radiotextgroup></choicetextresponse>`
const note = `<annotationresponse><annotationinput><title>T</title><text>Words</text><comment_prompt>Say</comment_prompt><tag_prompt>Tag</tag_prompt>
<options><option choice="correct">Irony</option><option choice="incorrect">Hope</option></options></annotationinput></annotationresponse>`

describe('what was answered', () => {
  it.each<[string, string, Answer, string[]]>([
    [
      'a choice',
      choices('multiplechoiceresponse', 'choicegroup'),
      'choice_0',
      ['Which planet?', 'Mars & Deimos'],
    ],
    [
      'a choice that is a picture',
      choices('multiplechoiceresponse', 'choicegroup'),
      'choice_1',
      ['Which planet?', 'Venus'],
    ],
    [
      'several choices',
      choices('choiceresponse', 'checkboxgroup'),
      ['choice_0', 'choice_2'],
      ['Which planet?', 'Mars & Deimos', 'x^2'],
    ],
    [
      'a choice that is there no more',
      choices('multiplechoiceresponse', 'choicegroup'),
      'choice_9',
      ['Which planet?', 'choice_9'],
    ],
    [
      'a dropdown',
      '<optionresponse><label>Pick</label><optioninput options="(\'red\',\'blue\')" correct="red"/></optionresponse>',
      'blue',
      ['Pick', 'blue'],
    ],
    [
      'a dropdown left alone',
      '<optionresponse><label>Pick</label><optioninput options="(\'red\',\'blue\')" correct="red"/></optionresponse>',
      'option_p_2_1_dummy_default',
      ['Pick'],
    ],
    [
      'a formula',
      '<formularesponse answer="x^2" samples="x@1:2#3"><label>f?</label><formulaequationinput/></formularesponse>',
      'x*x',
      ['f?', 'x*x'],
    ],
    [
      'nothing',
      '<stringresponse answer="a"><label>Word?</label><textline/></stringresponse>',
      ' ',
      ['Word?'],
    ],
    ['things that were placed', drag, '[{"a":"t2"},{"b":"t1"}]', ['', 'Star: Place 2', 'Moon: Place 1']],
    [
      'a choice with a number in it',
      filled,
      '{"choiceinput_0bc":"true","choiceinput_0_numtolerance_input_0":"5"}',
      ['Sides?', 'A hexagon has 5 of them.'],
    ],
    ['a note with a tag', note, '{"comment":"Sad","options":["1"]}', ['', 'Sad', 'Hope']],
  ])('is told in the words that were read: %s', (_, xml, answer, expected) => {
    expect(worded(xml, answer)).toEqual([expected])
  })

  it('is told of several inputs by the question of all and of each, and of inputs that are gone at the end', () => {
    const xml = `<problem><stringresponse answer="a"><label>Two words</label><textline label="First"/><additional_answer answer="b"/></stringresponse>
<stringresponse answer="c"><textline/></stringresponse></problem>`
    const told = wordedAnswers(compileProblem(xml), { '9_1': 'lost', '3_1': 'c', '2_1': 'a' })
    expect(told.map(({ input, answers }) => [input, ...answers])).toEqual([
      ['2_1', 'a'],
      ['3_1', 'c'],
      ['9_1', 'lost'],
    ])
  })

  it('is told to staff with each submission, as its variant was drawn for it', async () => {
    const work =
      new ProblemAtWork(`<problem><script type="loncapa/python">n = 3</script><multiplechoiceresponse><label>$n sides?</label>
<choicegroup><choice correct="true">Tri$n</choice><choice correct="false">None</choice></choicegroup></multiplechoiceresponse></problem>`)
    await work.act('problem_check', { input_p_2_1: 'choice_1' })
    const { submissions } = await work.data('staff_submission_history')
    expect(submissions).toMatchObject([
      { grade: 0, answered: [{ question: '3 sides?', answers: ['None'], correctness: 'incorrect' }] },
    ])
  })
})
