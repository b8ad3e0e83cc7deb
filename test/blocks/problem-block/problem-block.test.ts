import { describe, expect, it } from 'vitest'
import { countedScore } from '../../../blocks/problem/block/grading-method.js'
import type { Json, JsonObject } from '../../../runtime/index.js'
import { ProblemAtWork } from './problem-at-work.js'

const xml = `<problem><multiplechoiceresponse><label>Which one hibernates?</label><choicegroup type="MultipleChoice">
<choice correct="false">Fox <choicehint>Foxes stay awake.</choicehint></choice>
<choice correct="true">Hedgehog</choice></choicegroup>
<solution><p>SOLUTION-TEXT</p></solution></multiplechoiceresponse>
<demandhint><hint>It has spines.</hint><hint>It eats slugs.</hint></demandhint></problem>`
const number = `<problem><numericalresponse answer="4"><label>Two and two?</label><formulaequationinput/></numericalresponse></problem>`
const right = { input_p_2_1: 'choice_1' }
const wrong = { input_p_2_1: 'choice_0' }

const histories = ({ state }: ProblemAtWork) =>
  ['score_history', 'student_answers_history', 'correct_map_history'].map(
    (name) => ((state[name] ?? []) as Json[]).length,
  )

describe('submitting', () => {
  it('grades, publishes the raw grade and completion, and says what happened', async () => {
    const work = new ProblemAtWork(xml, { weight: 5 })
    const { body, events } = await work.act('problem_check', right)
    expect(body).toMatchObject({
      success: 'correct',
      attempts_used: 1,
      current_score: 5,
      total_possible: 5,
      progress_changed: true,
      message: 'Correct (5 of 5).',
    })
    expect(events.map(({ type }) => type)).toEqual(['grade', 'completion', 'problem_check'])
    expect(events[0]?.payload).toEqual({ value: 1, maxValue: 1 })
    const id = work.htmlId
    expect(events[2]?.payload).toMatchObject({
      problem_id: work.composed.key,
      state: { seed: 1, done: false, student_answers: {} },
      answers: { [`${id}_2_1`]: 'choice_1' },
      grade: 1,
      max_grade: 1,
      attempts: 1,
      success: 'correct',
      correct_map: { [`${id}_2_1`]: { correctness: 'correct', npoints: 1 } },
      submission: {
        [`${id}_2_1`]: {
          question: 'Which one hibernates?',
          answer: 'Hedgehog',
          response_type: 'multiplechoiceresponse',
          input_type: 'choicegroup',
          correct: true,
          variant: '',
          group_label: '',
        },
      },
    })
  })

  it.each([
    ['the last attempt is used', { max_attempts: 1 }, [wrong, right]],
    ['nothing may be submitted', { max_attempts: 0 }, [right]],
    ['it is past due', { due: '2026-01-15T11:59:59Z' }, [right]],
    ['it must be reset first', { rerandomize: 'always' }, [wrong, right]],
    ['the last submission was just now', { submission_wait_seconds: 60 }, [wrong, right]],
  ])('is refused when %s, and then changes nothing', async (_why, settings, submissions: JsonObject[]) => {
    const work = new ProblemAtWork(xml, settings)
    for (const data of submissions.slice(0, -1))
      expect((await work.act('problem_check', data)).refused).toBe(false)
    const before = structuredClone(work.state)
    const { refused, body, events } = await work.act('problem_check', submissions.at(-1))
    expect(refused).toBe(true)
    expect(body).toEqual({ error: expect.stringMatching(/\.$/) as unknown })
    expect(work.state).toEqual(before)
    expect(events.filter(({ type }) => type !== 'problem_check_fail')).toEqual([])
  })

  it('says how long to wait, and goes on when that is over', async () => {
    const work = new ProblemAtWork(xml, { submission_wait_seconds: 60 })
    await work.act('problem_check', wrong)
    work.now += 18_500
    expect((await work.act('problem_check', right)).body['error']).toContain('again in 42 seconds')
    work.now += 41_500
    expect((await work.act('problem_check', right)).body).toMatchObject({ success: 'correct' })
  })

  it('uses no attempt for an answer that cannot be read', async () => {
    const work = new ProblemAtWork(number, { max_attempts: 1 })
    const { status, body, events } = await work.act('problem_check', { input_p_2_1: 'about four' })
    expect([status, body['success'], events]).toEqual([200, body['message'], []])
    expect(body['message']).toContain('about')
    expect(work.state).toMatchObject({ student_answers: { '2_1': 'about four' } })
    expect(work.state['attempts'] ?? 0).toBe(0)
    expect((await work.act('problem_check', { input_p_2_1: '4' })).body).toMatchObject({ success: 'correct' })
  })

  it('keeps an answer that cannot be read to be put right, and does not mark it by an earlier grade', async () => {
    const work = new ProblemAtWork(number)
    await work.act('problem_check', { input_p_2_1: '4' })
    const before = structuredClone(work.state)
    const { body } = await work.act('problem_check', { input_p_2_1: 'about four' })
    expect(work.state).toEqual({ ...before, student_answers: { '2_1': 'about four' } })
    for (const shown of [body['contents'], await work.page()]) {
      expect(shown).toContain('value="about four"')
      expect(shown).toContain('class="status unanswered"')
    }
  })

  it('stays possible until due and grace are over', async () => {
    const work = new ProblemAtWork(xml, { due: '2026-01-15T11:00:00Z', graceperiod: '2 hours' })
    expect((await work.act('problem_check', wrong)).refused).toBe(false)
    work.now += 3_600_000
    expect((await work.act('problem_check', wrong)).refused).toBe(true)
    expect(histories(work)).toEqual([1, 1, 1])
  })

  it.each([
    ['has ended', { course_end: '2026-01-15T11:00:00Z' }, true],
    ['ends later', { course_end: '2026-01-15T13:00:00Z' }, false],
    ['has ended, with grace', { course_end: '2026-01-15T11:00:00Z', graceperiod: '2 hours' }, false],
    [
      'has ended before it is due',
      { course_end: '2026-01-15T11:00:00Z', due: '2026-01-16T00:00:00Z' },
      false,
    ],
  ])(
    'closes by its due date, else with the course: refused when the course %s',
    async (_when, settings, refused) => {
      const work = new ProblemAtWork(xml, settings)
      expect((await work.act('problem_check', wrong)).refused).toBe(refused)
      expect(await work.data('student_view_user_state')).toMatchObject({ closed: refused })
    },
  )

  it('takes list names of forms, and a number for its text', async () => {
    const boxes = `<problem><choiceresponse><label>Even?</label><checkboxgroup>
      <choice correct="true">2</choice><choice correct="false">3</choice></checkboxgroup></choiceresponse></problem>`
    expect(
      (await new ProblemAtWork(boxes).act('problem_check', { 'input_p_2_1[]': 'choice_0' })).body,
    ).toMatchObject({
      success: 'correct',
    })
    expect(
      (await new ProblemAtWork(boxes).act('problem_check', { input_p_2_1: ['choice_0'] })).body,
    ).toMatchObject({
      success: 'correct',
    })
    expect((await new ProblemAtWork(number).act('problem_check', { input_p_2_1: 4 })).body).toMatchObject({
      success: 'correct',
    })
  })

  it.each([
    ['inputs of another version of the problem', { input_p_3_1: 'x' }, 409],
    ['inputs of another problem', { input_q_2_1: 'choice_1' }, 409],
    ['an object for an answer', { input_p_2_1: { a: 1 } }, 400],
    ['an endless answer', { input_p_2_1: 'x'.repeat(40_001) }, 413],
    ['a name that every object has', { input_p___proto__: 'x' }, 409],
    ['an input named without its problem', { '2_1': 'choice_1' }, 409],
    ['a field that is no input', { answer: 'choice_1' }, 409],
    ['a member of an answer that has none', { 'input_p_2_1{choice_1}': 'true' }, 409],
    ['an input beside one that is there', { input_p_2_1: 'choice_1', input_p_2_2: '' }, 409],
  ])('refuses %s', async (_what, data: JsonObject, status) => {
    const work = new ProblemAtWork(xml, { max_attempts: 1 })
    expect(await work.act('problem_check', data)).toMatchObject({ status, refused: true })
    expect(work.state).toEqual({})
  })

  it.each([
    ['a text', '<stringresponse answer="a"><textline/></stringresponse>'],
    ['an option', '<optionresponse><optioninput options="(\'a\',\'b\')" correct="a"/></optionresponse>'],
    [
      'boxes',
      '<choiceresponse><checkboxgroup><choice correct="true">a</choice></checkboxgroup></choiceresponse>',
    ],
    [
      'a picture',
      '<imageresponse><imageinput src="/static/a.png" width="9" height="9" rectangle="(1,1)-(2,2)"/></imageresponse>',
    ],
    ['a formula', '<formularesponse answer="x" samples="x@1:2#3"><formulaequationinput/></formularesponse>'],
    ['nothing', '<p>Read this.</p>'],
  ])('uses no attempt of a problem that asks for %s for a field it does not have', async (_kind, inside) => {
    const work = new ProblemAtWork(`<problem>${inside}</problem>`, { max_attempts: 1 })
    for (const action of ['problem_check', 'problem_save']) {
      const answer = await work.act(action, { input_p_9_1: 'a' })
      expect(answer).toMatchObject({ status: 409, refused: true })
    }
    expect(work.state).toEqual({})
  })

  it('leaves fields aside that the author’s own markup has', async () => {
    const markup = '<stringresponse answer="a"><textline/></stringresponse><input type="text" name="note"/>'
    const work = new ProblemAtWork(`<problem>${markup}</problem>`)
    const answer = await work.act('problem_check', { input_p_2_1: 'a', note: 'for myself' })
    expect(answer.body).toMatchObject({ success: 'correct' })
  })

  it('counts the attempt that the grading method names', async () => {
    const work = new ProblemAtWork(xml, { grading_method: 'highest_score' })
    await work.act('problem_check', right)
    const { events, body } = await work.act('problem_check', wrong)
    expect(events.find(({ type }) => type === 'grade')?.payload).toEqual({ value: 1, maxValue: 1 })
    expect(body).toMatchObject({ success: 'incorrect', current_score: 1 })
  })

  // 0.125, 0.375 and 0.625 are exact doubles, so ties that go to the even digit; 0.165 is a little more as a double.
  it.each([
    [[0, 0.25], 0.12],
    [[0.25, 0.5], 0.38],
    [[0.5, 0.75], 0.62],
    [[0.33, 0], 0.17],
    [[1, 1, 0], 0.67],
  ])('averages %j to %d', (earned, mean) => {
    const history = earned.map((one) => ({ earned: one, possible: 1 }))
    expect(countedScore('average_score', history)).toEqual({ earned: mean, possible: 1 })
  })
})

describe('the page for a screen reader', () => {
  it('has one place that is read out, and by each input what is known of its answer', async () => {
    const two = `<problem><numericalresponse answer="4"><label>Sum?</label><formulaequationinput/></numericalresponse>
      <numericalresponse answer="1"><label>Difference?</label><formulaequationinput/></numericalresponse></problem>`
    const work = new ProblemAtWork(two)
    const { body } = await work.act('problem_check', { input_p_2_1: '4', input_p_3_1: '4' })
    const live = /role="(status|alert)"|aria-live/
    expect(body['contents']).not.toMatch(live)
    expect((await work.page()).match(/role="(?:status|alert)"/g)).toHaveLength(1)
    for (const [input, word] of [
      ['2_1', 'Correct'],
      ['3_1', 'Incorrect'],
    ]) {
      const status = `status_${work.htmlId}_${input}`
      expect(body['contents']).toMatch(new RegExp(`<input[^>]* aria-describedby="[^"]*${status}`))
      expect(body['contents']).toMatch(new RegExp(`id="${status}"[^>]*>${word}<`))
    }
  })
})

describe('saving', () => {
  it('keeps answers without grading them, also where nothing is graded', async () => {
    const work = new ProblemAtWork(xml, { max_attempts: 0 })
    const { body, events } = await work.act('problem_save', right)
    expect(body).toMatchObject({ success: true, attempts_used: 0, message: 'Your answers are saved.' })
    expect(events.map(({ type }) => type)).toEqual(['save_problem_success'])
    expect(await work.page()).toMatch(/value="choice_1" checked/)
    expect(histories(work)).toEqual([0, 0, 0])
  })

  it.each([
    ['closed', 'closed', { due: '2026-01-01T00:00:00Z' }, 0],
    ['to be reset first', 'done', { rerandomize: 'always' }, 1],
    ['both', 'closed', { rerandomize: 'always', max_attempts: 1 }, 1],
  ])('is refused when %s, and the log says why', async (_when, failure, settings, submissions) => {
    const work = new ProblemAtWork(xml, settings)
    for (let made = 0; made < submissions; made++) await work.act('problem_check', wrong)
    const before = structuredClone(work.state)
    const { refused, events } = await work.act('problem_save', right)
    expect([refused, events.map(({ type }) => type)]).toEqual([true, ['save_problem_fail']])
    expect(events[0]?.payload).toMatchObject({ failure, answers: { [`${work.htmlId}_2_1`]: 'choice_1' } })
    expect(work.state).toEqual(before)
  })

  it('changes no score, whichever attempt counts', async () => {
    const work = new ProblemAtWork(xml, { grading_method: 'highest_score', max_attempts: 5 })
    await work.act('problem_check', right)
    await work.act('problem_check', wrong)
    const { body } = await work.act('problem_save', wrong)
    expect(body).toMatchObject({ current_score: 1, progress_changed: false })
    expect(work.state['score']).toEqual({ raw_earned: 1, raw_possible: 1 })
  })
})

describe('resetting', () => {
  it('forgets the answers, keeps the attempts, draws a new seed where asked to, and publishes 0', async () => {
    const work = new ProblemAtWork(xml, { rerandomize: 'always', max_attempts: 5 })
    work.draws = [0.1, 0.2]
    await work.act('problem_check', right)
    expect(work.state['seed']).toBe(100)
    const { events, body } = await work.act('problem_reset')
    expect(events.map(({ type, payload }) => [type, (payload as JsonObject)['value']])).toEqual([
      ['grade', 0],
      ['reset_problem', undefined],
    ])
    expect(body).toMatchObject({ success: true, attempts_used: 1, current_score: 0 })
    expect(work.state).toMatchObject({
      seed: 200,
      done: false,
      student_answers: {},
      correct_map: {},
      attempts: 1,
    })
    expect(histories(work)).toEqual([1, 1, 1])
  })
})

describe('the seed', () => {
  it('that is drawn when a page is first shown stays', async () => {
    const work = new ProblemAtWork(xml, { rerandomize: 'onreset' })
    work.draws = [0.25, 0.75]
    await work.page()
    expect(work.state).toEqual({ seed: 250 })
    await work.page()
    await work.act('problem_check', wrong)
    expect(work.state['seed']).toBe(250)
  })

  it('that follows from learner and usage stays when the setting changes after an answer', async () => {
    const work = new ProblemAtWork(xml, { rerandomize: 'never' })
    await work.page()
    expect(work.state).toEqual({})
    await work.act('problem_check', wrong)
    expect(work.state['seed']).toBe(1)
  })
})

describe('hints', () => {
  it('come one after the other, begin again after the last, and stay on the page', async () => {
    const work = new ProblemAtWork(xml)
    expect(await work.page()).not.toContain('spines')
    const first = await work.act('hint_button')
    expect(first.body).toMatchObject({
      hint_index: 0,
      should_enable_next_hint: true,
      message: 'Hint 1 of 2.',
    })
    expect(first.events[0]).toMatchObject({
      type: 'edx.problem.hint.demandhint_displayed',
      payload: { hint_index: 0, hint_len: 2, hint_text: 'It has spines.' },
    })
    expect(await work.page()).toContain('spines')
    expect((await work.act('hint_button')).body).toMatchObject({
      hint_index: 1,
      should_enable_next_hint: false,
    })
    expect((await work.act('hint_button', { hint_index: 2 })).body).toMatchObject({ hint_index: 0 })
  })

  it('are refused where there are none', async () => {
    expect(await new ProblemAtWork(number).act('hint_button')).toMatchObject({ refused: true })
  })
})

describe('what a learner gets to see', () => {
  it('is a form with names, labels, what is possible and one live region', async () => {
    const page = await new ProblemAtWork(xml, {
      display_name: 'Sleep <well>',
      max_attempts: 2,
      graded: true,
    }).page()
    expect(page).toContain('Sleep &lt;well&gt;')
    expect(page).toContain('1 point possible (graded)')
    expect(page).toContain('You have used 0 of 2 attempts.')
    expect(page.match(/aria-live="polite"/g)).toHaveLength(1)
    expect([...page.matchAll(/data-action="(\w+)"/g)].map(([, name]) => name)).toEqual([
      'problem_check',
      'problem_save',
      'hint_button',
    ])
  })

  it('has no id twice when two problems share a page', async () => {
    const pages = await Promise.all(
      ['p1', 'p2'].map((name) =>
        new ProblemAtWork(xml, {}, undefined, `block-v1:O+C+R+type@problem+block@${name}`).page(),
      ),
    )
    const ids = pages.flatMap((page) => [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('tells of no answer, hint, feedback, solution or seed before it is time', async () => {
    const work = new ProblemAtWork(xml, { show_correctness: 'never', rerandomize: 'always', max_attempts: 9 })
    work.draws = [0.777]
    const secrets = /SOLUTION-TEXT|spines|slugs|stay awake|correct-choice|777/
    const sent = [await work.page()]
    sent.push(JSON.stringify((await work.act('problem_check', wrong)).body))
    sent.push(JSON.stringify((await work.act('problem_show')).body), await work.page())
    sent.push(JSON.stringify(await work.data('student_view_user_state')), await work.page('public_view'))
    sent.push(JSON.stringify(await work.data('student_view_data')))
    for (const text of sent) expect(text).not.toMatch(secrets)
    expect(sent[1]).toContain('"success":"submitted"')
    expect(sent[1]).not.toMatch(/incorrect/i)
  })

  it('is the same for a right and a wrong answer where results are withheld', async () => {
    const seen = await Promise.all(
      [right, wrong].map(async (data) => {
        const work = new ProblemAtWork(xml, { show_correctness: 'never', show_reset_button: true, weight: 3 })
        const { body } = await work.act('problem_check', data)
        const texts = [body, await work.page(), await work.data('student_view_user_state')]
        texts.push((await work.act('problem_save', {})).body, (await work.act('problem_reset')).body)
        return JSON.stringify(texts).replaceAll(/ checked|choice_[01]/g, '')
      }),
    )
    expect(seen[0]).toBe(seen[1])
  })

  it('leads to the files of the course and draws maths', async () => {
    const page = await new ProblemAtWork(
      String.raw`<problem><p><img src="/static/a.png" alt="A"/> \(x^2\) and \(\nonsense\)</p></problem>`,
    ).page()
    expect(page).toContain('src="/assets/a.png"')
    expect(page).toMatch(/<math.*<msup><mi>x<\/mi><mn>2<\/mn><\/msup>/s)
    expect(page).toContain(String.raw`\(\nonsense\)`)
  })

  it('includes the answer once asked for and allowed, and not on the next page', async () => {
    const work = new ProblemAtWork(xml)
    await work.act('problem_check', right)
    expect(await work.page()).not.toContain('SOLUTION-TEXT')
    const { body } = await work.act('problem_show')
    expect(body['contents']).toContain('SOLUTION-TEXT')
    expect(body['contents']).toContain('correct-choice')
    expect((await work.act('problem_get')).body['contents']).not.toContain('SOLUTION-TEXT')
  })

  it('has no way to submit in public, and says nothing of a learner', async () => {
    const work = new ProblemAtWork(xml)
    await work.act('problem_check', right)
    const page = await work.page('public_view')
    expect(page).toContain('Hedgehog')
    expect(page).not.toMatch(/<button|<form|checked|data-client/)
  })

  it('says that a problem is closed, and offers nothing that would be refused', async () => {
    const page = await new ProblemAtWork(xml, { due: '2026-01-01T00:00:00Z', showanswer: 'never' }).page()
    expect(page).toContain('closed: it was due on January 1, 2026 at 12:00 AM.')
    expect(page).not.toMatch(/data-action="problem_(check|save|reset|show)"/)
  })
})

describe('a problem without questions', () => {
  it('is complete once seen, and has nothing to submit', async () => {
    const work = new ProblemAtWork('<problem><p>Just read this.</p></problem>')
    const session = work.session()
    const { content } = await session.fragment(work.composed, 'student_view')
    expect(content.text).not.toContain('<button')
    expect(session.events).toEqual([expect.objectContaining({ type: 'completion', payload: { value: 1 } })])
    await work.page()
    const again = work.session()
    await again.fragment(work.composed, 'student_view')
    expect(again.events).toEqual([])
  })
})
