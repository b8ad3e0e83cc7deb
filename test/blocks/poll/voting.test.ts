import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BlockBase } from 'unit-compositor'
import { block, fromOlx, MemoryRuntime, type ClassOf } from 'unit-compositor/testing'
import { DoneBlock } from '../../../blocks/done/done-block.js'
import { keyRemarks, ruleRemarks } from '../../../blocks/poll/ballot-remarks.js'
import { PollBlock, PollQuestionBlock, SurveyBlock } from '../../../blocks/poll/index.js'
import { cloudLimits, withWords } from '../../../blocks/word-cloud/count-words.js'
import { WordCloudBlock } from '../../../blocks/word-cloud/word-cloud-block.js'

const answers: PollBlock['answers'] = [
  ['T', { label: 'Tea' }],
  ['C', { label: 'Coffee' }],
]

function placed<B extends BlockBase>(blockClass: ClassOf<B>, fields: Parameters<typeof block<B>>[1] = {}) {
  const runtime = new MemoryRuntime()
  const one = runtime.add(block(blockClass, fields))
  return { runtime, one, ada: runtime.learner('ada'), bob: runtime.learner('bob'), staff: runtime.staff() }
}

/** What was published, grades and completion included. */
const published = ({ runtime }: { readonly runtime: MemoryRuntime }) =>
  runtime.events.map(({ type, payload }) => [type, payload])

describe('a poll', () => {
  it('asks what existing content without attributes asks', async () => {
    const { one, ada } = placed(PollBlock)
    expect((await ada.show(one)).text).toMatch(/What is your favorite color\? Red Blue Green Other Vote/)
  })

  it('shows what everybody answered to those who have answered, staff besides', async () => {
    const poll = placed(PollBlock, { answers, feedback: 'Good **choice**.' })
    const { one, ada, bob, staff } = poll
    expect((await ada.call(one, 'vote', { choice: 'C' })).status).toBe(200)
    expect((await ada.show(one)).text).toMatch(
      /Tea 0 \(0 %\) Coffee \(your answer\) 1 \(100 %\) Good choice \./,
    )
    const { text, html } = await bob.show(one)
    expect(text).not.toMatch(/Results|%|Good/)
    expect(html).not.toContain('meter')
    expect((await staff.show(one)).text).toMatch(/Results .* Coffee 1 \(100 %\)/)
    expect(await bob.data(one, 'student_view_user_state')).toEqual({
      choice: null,
      tally: null,
      submissions_count: 0,
    })
    expect(JSON.stringify(await bob.data(one))).not.toContain('Good')
    expect(published(poll)).toEqual([
      ['completion', { value: 1 }],
      ['xblock.poll.submitted', { url_name: one.composed.key.split('@').at(-1), choice: 'C' }],
      ['xblock.poll.view_results', {}],
    ])
  })

  it.each([
    ['an answer that is none', { choice: 'X' }, 400],
    ['no answer', {}, 400],
    ['an inherited name', { choice: 'constructor' }, 400],
    ['a list', { choice: ['C'] }, 400],
  ])('refuses %s and counts nothing', async (_what, input, status) => {
    const { one, ada } = placed(PollBlock, { answers })
    expect((await ada.call(one, 'vote', input)).status).toBe(status)
    expect(ada.fields(one)).toMatchObject({ choice: null, tally: {}, submissionsCount: 0 })
  })

  // [private, how often, votes, statuses, tally]
  it.each([
    ['of public results once', false, 0, ['T', 'C'], [200, 409], { T: 1 }],
    ['of private results as often as allowed', true, 2, ['T', 'C', 'T'], [200, 200, 409], { C: 1 }],
    ['of private results without a limit', true, 0, ['T', 'C', 'T'], [200, 200, 200], { T: 1 }],
  ] as const)('takes votes %s', async (_what, privateResults, maxSubmissions, votes, statuses, tally) => {
    const { one, ada } = placed(PollBlock, { answers, privateResults, maxSubmissions })
    const got: number[] = []
    for (const choice of votes) got.push((await ada.call(one, 'vote', { choice })).status)
    expect([got, ada.fields(one).tally]).toEqual([statuses, tally])
  })

  it('keeps private results to itself and to staff', async () => {
    const { one, ada, staff, ...poll } = placed(PollBlock, { answers, privateResults: true })
    await ada.call(one, 'vote', { choice: 'T' })
    const { text, html } = await ada.show(one)
    expect(text).toContain('Tea (your answer)')
    expect(html).not.toMatch(/meter|%/)
    expect(await ada.data(one, 'student_view_user_state')).toMatchObject({ choice: 'T', tally: null })
    expect(published(poll).map(([type]) => type)).not.toContain('xblock.poll.view_results')
    expect((await staff.show(one)).text).toContain('Tea 1 (100 %)')
  })

  it('lets learners answer anew whose answer the author took away, and counts them once', async () => {
    const runtime = new MemoryRuntime()
    const before = runtime.add({ ...block(PollBlock, { answers }), id: 'same' })
    const ada = runtime.learner('ada')
    await ada.call(before, 'vote', { choice: 'C' })
    const [tea = ['T', '']] = answers
    const after = runtime.add({
      ...block(PollBlock, { answers: [tea, ['W', { label: 'Water' }]] }),
      id: 'same',
    })
    expect((await ada.show(after)).text).toMatch(/Tea Water Vote/)
    expect((await ada.call(after, 'vote', { choice: 'W' })).status).toBe(200)
    expect(ada.fields(after)).toMatchObject({ choice: 'W', tally: { W: 1 } })
  })

  it('shows Markdown, pictures of the course and nothing that acts', async () => {
    const { one, ada } = placed(PollBlock, {
      question: '# Which?\n\n<script>steal()</script>\n\n*Look*: [map](/jump_to_id/map)',
      answers: [
        ['a', { label: '**Left**', img: '/static/left.png', img_alt: 'To the left' }],
        ['b', { label: '', img: 'javascript:steal()', img_alt: 'no' }],
        ['c', 'Only a text'],
      ],
    })
    const { html } = await ada.show(one)
    expect(html).toMatch(/<h1>Which\?<\/h1>/)
    expect(html).toContain('<em>Look</em>: <a href="/jump/map">map</a>')
    expect(html).toContain('<img src="/static/left.png" alt="To the left">')
    expect(html).toContain('<strong>Left</strong>')
    expect(html).not.toMatch(/steal|alt="no"/)
    expect(html).toContain('Only a text')
  })
})

describe('a survey', () => {
  const fields: Parameters<typeof placed<SurveyBlock>>[1] = {
    questions: [
      ['pace', { label: 'The pace?' }],
      ['maps', { label: 'The maps?' }],
    ],
    answers: [
      ['Y', 'Good'],
      ['N', 'Bad'],
    ],
  }

  it('counts answers to each question', async () => {
    const survey = placed(SurveyBlock, fields)
    const { one, ada, bob } = survey
    const choices = { pace: 'Y', maps: 'N' }
    await ada.call(one, 'vote', choices)
    await bob.call(one, 'vote', { pace: 'Y', maps: 'Y' })
    expect(ada.fields(one).tally).toEqual({ pace: { Y: 2 }, maps: { N: 1, Y: 1 } })
    expect((await ada.show(one)).text).toMatch(
      /The pace\? Good \(your answer\) 2 \(100 %\) Bad 0 \(0 %\) The maps\? Good 1 \(50 %\) Bad \(your answer\) 1 \(50 %\)/,
    )
    expect(published(survey)[1]).toEqual([
      'xblock.survey.submitted',
      { url_name: one.composed.key.split('@').at(-1), choices },
    ])
  })

  it.each([
    ['one question left out', { pace: 'Y' }],
    ['a question that is none', { pace: 'Y', maps: 'Y', more: 'Y' }],
    ['an answer that is none', { pace: 'Y', maps: 'toString' }],
    ['nothing', {}],
  ])('refuses %s', async (_what, choices) => {
    const { one, ada } = placed(SurveyBlock, fields)
    expect((await ada.call(one, 'vote', choices)).status).toBe(400)
    expect(ada.fields(one)).toMatchObject({ choices: {}, tally: {} })
  })

  it('moves the votes of those who may answer again, and refuses others', async () => {
    const open = placed(SurveyBlock, { ...fields, privateResults: true, maxSubmissions: 0 })
    await open.ada.call(open.one, 'vote', { pace: 'Y', maps: 'Y' })
    expect((await open.ada.call(open.one, 'vote', { pace: 'N', maps: 'Y' })).status).toBe(200)
    expect(open.ada.fields(open.one).tally).toEqual({ pace: { N: 1 }, maps: { Y: 1 } })
    expect((await open.ada.show(open.one)).html).not.toContain('meter')
    const shut = placed(SurveyBlock, fields)
    await shut.ada.call(shut.one, 'vote', { pace: 'Y', maps: 'Y' })
    expect((await shut.ada.call(shut.one, 'vote', { pace: 'N', maps: 'Y' })).status).toBe(409)
  })
})

describe('a survey of endless lists', () => {
  it('is refused before anybody has to look at it', () => {
    const questions = Array.from({ length: 3000 }, (_, index): [string, string] => [`q${index}`, 'Why?'])
    const many = questions.map(([key]): [string, string] => [key, 'So'])
    expect(() => placed(SurveyBlock, { questions, answers: many })).toThrow(
      /3000 questions with 3000 answers/,
    )
  })
})

describe('authors of polls and surveys', () => {
  it('are told which rule has no effect, and which keys stand twice', () => {
    const field = (all: readonly { field?: string | undefined }[]) => all.map((one) => one.field)
    const rules = [
      [false, 1],
      [false, 0],
      [true, 0],
      [true, 3],
    ] as const
    expect(
      rules.map(([privateResults, maxSubmissions]) => field(ruleRemarks({ privateResults, maxSubmissions }))),
    ).toEqual([[], ['max_submissions'], [], []])
    expect(keyRemarks('answers', [['a'], ['b'], ['a'], ['a']])).toEqual([
      {
        level: 'warning',
        field: 'answers',
        message: "The key 'a' stands there twice; only the first counts.",
      },
    ])
  })
})

describe('a poll_question', () => {
  const olx = `<poll_question url_name="q" display_name="Swim" kept="as it is">
    <p>Can you <b>swim</b>?<br/></p>
    <answer id="yes">Yes, <i>well</i></answer>
    <answer id="no">No</answer>
    <answer>nobody's</answer></poll_question>`

  it('reads its answers and its question, and takes votes back', async () => {
    const runtime = new MemoryRuntime()
    const one = runtime.add(fromOlx(olx, PollQuestionBlock))
    const ada = runtime.learner('ada')
    expect(ada.fields(one).question).toBe('<p>Can you <b>swim</b>?<br></p>')
    expect((await ada.show(one)).text).toMatch(/Can you swim \? Yes, well No Vote/)
    expect((await ada.call(one, 'vote', { choice: '' })).status).toBe(400)
    await ada.call(one, 'vote', { choice: 'yes' })
    expect(ada.fields(one)).toMatchObject({ voted: true, pollAnswer: 'yes', pollAnswers: { yes: 1 } })
    expect((await ada.show(one)).text).toMatch(/Yes, well \(your answer\) 1 \(100 %\)/)
    expect((await ada.call(one, 'reset_poll')).status).toBe(200)
    expect(ada.fields(one)).toMatchObject({ voted: false, pollAnswer: '', pollAnswers: {} })
  })

  it('keeps an answer that its author does not let go', async () => {
    const runtime = new MemoryRuntime()
    const one = runtime.add(fromOlx(olx.replace('kept=', 'reset="False" kept='), PollQuestionBlock))
    const ada = runtime.learner('ada')
    await ada.call(one, 'vote', { choice: 'no' })
    expect((await ada.call(one, 'reset_poll')).status).toBe(409)
    expect((await ada.show(one)).text).not.toContain('back')
  })
})

describe('a word cloud', () => {
  const send = (words: readonly string[]) => ({ 'student_words[]': words })

  it('counts each word once a learner, whatever its case and spaces', async () => {
    const { one, ada, bob } = placed(WordCloudBlock, { numInputs: 3 })
    await ada.call(one, 'submit', send(['Blue  sky', ' blue sky ', 'Sun']))
    expect((await bob.show(one)).text).not.toContain('blue')
    expect(await bob.data(one, 'student_view_user_state')).toMatchObject({ top_words: null })
    await bob.call(one, 'submit', send(['blue sky', '', '']))
    expect(ada.fields(one).allWords).toEqual({ 'blue sky': 2, sun: 1 })
    expect((await bob.show(one)).text).toContain('blue sky (yours) 67 % sun 33 %')
  })

  it.each([
    ['nothing', [], 400],
    ['blank words', [' ', ''], 400],
    ['words that nobody can see', ['\u200b', '\u2060\u00ad', '\u202e'], 400],
    ['more words than boxes', ['a', 'b', 'c', 'd'], 400],
    ['an endless word', ['x'.repeat(61)], 400],
    ['names of the language itself', ['__proto__', 'constructor'], 200],
  ])('answers %s as it should', async (_what, words, status) => {
    const { one, ada } = placed(WordCloudBlock, { numInputs: 3 })
    expect((await ada.call(one, 'submit', send(words))).status).toBe(status)
    expect(Object.keys(ada.fields(one).allWords)).toEqual(status === 200 ? words : [])
  })

  it('gives no page of a million boxes, and none without any', async () => {
    const boxes = async (numInputs: number) => {
      const { one, ada } = placed(WordCloudBlock, { numInputs })
      return (await ada.show(one)).html.split('<input').length - 1
    }
    expect(await Promise.all([boxes(1e6), boxes(2), boxes(-1)])).toEqual([50, 2, 1])
  })

  it('keeps a bounded number of words: the frequent ones, and those just given', () => {
    const words = Array.from({ length: cloudLimits.words + 100 }, (_, index) => `word ${index}`)
    let counts: Record<string, number> = {}
    for (const word of words) counts = withWords(counts, [word, 'often'])
    expect(Object.keys(counts)).toHaveLength(cloudLimits.words)
    expect(counts['often']).toBe(words.length)
    expect(counts).toMatchObject({ [words.at(-1) ?? '']: 1 })
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 50 }), (given) => {
        const after = withWords(counts, given)
        expect(Object.keys(after).length).toBeLessThanOrEqual(cloudLimits.words)
        for (const word of given) expect(Object.hasOwn(after, word)).toBe(true)
      }),
      { seed: 8, numRuns: 20 },
    )
  })
})

describe('a done button', () => {
  it('earns the grade when pressed, and gives it back when pressed again', async () => {
    const button = placed(DoneBlock, { align: 'Right' })
    const { one, ada, bob } = button
    expect((await ada.call(one, 'toggle_button', { done: true })).body).toEqual({ state: true })
    expect((await ada.show(one)).html).toMatch(/data-align="right"[^]*aria-pressed="true"/)
    expect((await bob.show(one)).html).toContain('aria-pressed="false"')
    expect((await ada.call(one, 'toggle_button', {})).body).toEqual({ state: true })
    // As a form without a script sends it.
    expect((await ada.call(one, 'toggle_button', { done: 'false' })).body).toEqual({ state: false })
    expect(published(button)).toEqual([
      ['grade', { value: 1, maxValue: 1 }],
      ['completion', { value: 1 }],
      ['edx.done.toggled', { done: true }],
      ['grade', { value: 0, maxValue: 1 }],
      ['completion', { value: 0 }],
      ['edx.done.toggled', { done: false }],
    ])
  })
})

describe('the shipped scenarios of these types', () => {
  it.each([
    ['poll', PollBlock, /first \? Crabs Anemones Star fish Vote/],
    ['survey', SurveyBlock, /How was week two\? Was the pace right\? Yes No Half/],
    ['word_cloud', WordCloudBlock, /Which words come to mind on a beach\? Word 1 Word 2 Word 3 Save/],
  ] as const)('show a %s', async (name, blockClass: ClassOf<BlockBase>, wanted) => {
    const olx = readFileSync(new URL(`../../../blocks/scenarios/${name}.xml`, import.meta.url), 'utf8')
    const runtime = new MemoryRuntime()
    expect((await runtime.learner('ada').show(runtime.add(fromOlx(olx, blockClass)))).text).toMatch(wanted)
  })
})
