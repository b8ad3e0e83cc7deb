import { describe, expect, it } from 'vitest'
import { compileProblem, type Answer } from '../../../blocks/problem/engine.js'
import type { JsonObject } from '../../../runtime/index.js'
import { allProblems, withOtherSecrets } from './all-problems.js'
import { ProblemAtWork } from './problem-at-work.js'

const problems = allProblems()
const mark = 'QZXWVU'

/** What a learner who knows nothing enters: the same whatever is right. */
function someAnswers(xml: string): Record<string, Answer> {
  return Object.fromEntries(
    Object.entries(compileProblem(xml).inputs).map(([id, { control, choices, open }]) => {
      const first = choices[0]?.name ?? ''
      const text = control === 'parts' ? '{"choiceinput_1bc":"true","options":"0"}' : '1'
      const answer = control === 'checkbox' ? [first] : choices.length === 0 ? text : first
      return [`input_p_${id}`, open.includes('class="imageinput"') ? '[1,1]' : answer]
    }),
  )
}

/** Everything a learner is sent while nothing of the result may be told, in the order it is sent. */
async function sentBeforeAllowed(xml: string): Promise<string[]> {
  const settings: JsonObject = {
    show_correctness: 'never',
    showanswer: 'always',
    rerandomize: 'always',
    show_reset_button: true,
    force_save_button: true,
  }
  const work = new ProblemAtWork(xml, settings)
  work.draws = Array.from({ length: 20 }, () => 0.777)
  const answers = someAnswers(xml)
  const sent: string[] = []
  const act = async (handler: string, data: JsonObject = {}) => {
    const { status, body } = await work.act(handler, data)
    sent.push(`${handler} ${status} ${JSON.stringify(body)}`)
  }
  const look = async () => {
    sent.push(await work.page(), JSON.stringify(await work.data('student_view_user_state')))
  }
  await look()
  sent.push(await work.page('public_view'), JSON.stringify(await work.data('student_view_data')))
  await act('problem_get')
  await act('problem_save', answers)
  await look()
  await act('problem_show')
  await act('problem_check', answers)
  await look()
  await act('problem_check', answers)
  await act('problem_show')
  await act('problem_get')
  await act('problem_reset')
  await look()
  return sent
}

const usesPool = (xml: string) => /answer-pool/.test(xml)

describe('what a learner is sent', () => {
  it.each(problems.filter(({ xml }) => !usesPool(xml)))(
    'is the same to the byte whatever is right, until more may be told: $at',
    async ({ xml }) => {
      expect(await sentBeforeAllowed(withOtherSecrets(xml, mark))).toEqual(await sentBeforeAllowed(xml))
    },
  )

  it.each(problems)('holds no solution, script, answer or seed with the results: $at', async ({ xml }) => {
    const work = new ProblemAtWork(withOtherSecrets(xml, mark), {
      showanswer: 'never',
      rerandomize: 'always',
    })
    work.draws = Array.from({ length: 20 }, () => 0.777)
    const answers = someAnswers(xml)
    const checked = JSON.stringify((await work.act('problem_check', answers)).body)
    const sent = [
      checked,
      JSON.stringify((await work.act('problem_show')).body),
      await work.page(),
      JSON.stringify(await work.data('student_view_user_state')),
    ]
    // Feedback to what was chosen may be told now; nothing else that is the author's.
    const feedback = /class=\\?"(?:feedback|message|hint|targeted)/.test(checked)
    const secrets = [
      /correct-choice|Answer: \S|class=\\?"solution\\?"[^>]*>[^<]/,
      ...(feedback ? [] : [new RegExp(mark)]),
      ...(xml.includes('777') ? [] : [/\b777\b/]),
    ]
    expect(sent.filter((text) => secrets.some((secret) => secret.test(text)))).toEqual([])
  })

  it('holds the solution once it may, so that this test would see it', async () => {
    const xml =
      '<problem><stringresponse answer="a"><textline/></stringresponse><solution><p>s</p></solution></problem>'
    const work = new ProblemAtWork(withOtherSecrets(xml, mark), { showanswer: 'always' })
    expect(JSON.stringify((await work.act('problem_show')).body).split(mark)).toHaveLength(5)
  })
})
