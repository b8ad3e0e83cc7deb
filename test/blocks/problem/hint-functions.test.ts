import { afterAll, describe, expect, it } from 'vitest'
import {
  compileProblem,
  drawnProblem,
  gradeByScripts,
  renderProblem,
  type Answers,
  type CorrectMap,
} from '../../../blocks/problem/engine.js'
import { PythonScripts } from '../../../python/index.js'

describe.skipIf(!PythonScripts.available())('hint functions', () => {
  const runner = new PythonScripts({ processes: 1 })
  afterAll(() => runner.close())
  const scripting = { runner, context: 'c', id: 'p', anonymousId: '' }

  async function graded(xml: string, answers: Answers, previous: CorrectMap = {}) {
    const whole = `<problem>${xml}</problem>`
    const problem = await drawnProblem(compileProblem(whole), whole, 1, scripting)
    const grade = await gradeByScripts(problem, { answers, seed: 1 }, previous, scripting)
    return {
      ...grade,
      html: renderProblem(problem, { id: 'p', seed: 1, state: { answers, correctMap: grade.correctMap } }),
    }
  }

  /** A numerical question whose answer is 9, with a body for its hint function. */
  const nine = (body: string) => `<script type="loncapa/python">
limit = 5
def hints(answer_ids, student_answers, new_cmap, old_cmap):
    aid = answer_ids[0]
    ${body.replaceAll('<', '&lt;')}
</script>
<numericalresponse answer="9"><textline/><hintgroup hintfn="hints"/></numericalresponse>`

  it('see the answers and the limits of their script, and set a hint that is shown', async () => {
    const body = `if float(student_answers[aid]) < limit: new_cmap.set_hint_and_mode(aid, 'Too <b>low</b>', 'always')`
    const low = await graded(nine(body), { '2_1': '3' })
    expect(low.correctMap['2_1']).toMatchObject({
      correctness: 'incorrect',
      npoints: 0,
      hint: 'Too <b>low</b>',
      hintmode: 'always',
    })
    expect(low.html).toContain('<div class="hint">Too <b>low</b></div>')
    const high = await graded(nine(body), { '2_1': '20' })
    expect(high.correctMap['2_1']).toMatchObject({ hint: '', hintmode: null })
  })

  it('find an unanswered text as an empty one', async () => {
    const body = `new_cmap.set_hint_and_mode(aid, repr(student_answers[aid]), 'always')`
    expect((await graded(nine(body), {})).correctMap['2_1']?.hint).toBe("''")
  })

  it('change what a grade is, with the points that follow from it', async () => {
    const near = `if student_answers[aid] == '8': new_cmap.set_property(aid, 'correctness', 'partially-correct')`
    expect(await graded(nine(near), { '2_1': '8' })).toMatchObject({
      score: 1,
      correctMap: { '2_1': { correctness: 'partially-correct', npoints: 1 } },
    })
    const half = `new_cmap.set(aid, correctness='partially-correct', npoints=0.5, msg='Nearly')`
    expect(await graded(nine(half), { '2_1': '9' })).toMatchObject({
      score: 0.5,
      maxScore: 1,
      correctMap: { '2_1': { npoints: 0.5, msg: 'Nearly' } },
    })
  })

  it('know the grades of the submission before', async () => {
    const body = `new_cmap.set_hint_and_mode(aid, 'Again' if old_cmap.is_correct(aid) is False else 'First', 'always')`
    const first = await graded(nine(body), { '2_1': '1' })
    expect(first.correctMap['2_1']?.hint).toBe('First')
    const second = await graded(nine(body), { '2_1': '2' }, first.correctMap)
    expect(second.correctMap['2_1']?.hint).toBe('Again')
  })

  it('take the place of other feedback, and have no say in other responses', async () => {
    const xml = `<script>
def hints(ids, answers, new, old):
    new.set_hint_and_mode('p_3_1', 'not mine', 'always')
    new.set_hint_and_mode(ids[0], ' and '.join(sorted(answers)), 'on_request')
</script>
<stringresponse answer="a"><correcthint>Well done</correcthint><textline/><hintgroup hintfn="hints"/></stringresponse>
<stringresponse answer="b"><correcthint>Good</correcthint><textline/></stringresponse>`
    const { correctMap, html } = await graded(xml, { '2_1': 'a', '3_1': 'b' })
    expect(correctMap['2_1']).toMatchObject({ msg: '', hint: 'p_2_1 and p_3_1', hintmode: 'on_request' })
    expect(correctMap['3_1']).toMatchObject({ hint: '' })
    expect(html).toContain('Good')
    expect(html).not.toMatch(/Well done|not mine|p_2_1 and p_3_1/)
  })

  it('run after a check, on what it said', async () => {
    const xml = `<script>
def check(expect, ans):
    return {'ok': ans == expect, 'msg': 'Checked', 'grade_decimal': 0.25}
def hints(ids, answers, new, old):
    new.set_hint_and_mode(ids[0], '%s %s' % (new.get_npoints(ids[0]), new.get_msg(ids[0])), 'always')
</script>
<customresponse cfn="check" expect="x"><textline points="4"/><hintgroup hintfn="hints"/></customresponse>`
    expect(await graded(xml, { '2_1': 'x' })).toMatchObject({
      score: 1,
      correctMap: { '2_1': { npoints: 1, hint: '1 Checked', msg: 'Checked' } },
    })
  })

  it('that fail leave nothing graded, and name their line', async () => {
    await expect(graded(nine('new_cmap.nothing()'), { '2_1': '9' })).rejects.toMatchObject({
      code: 'script-failed',
      message: expect.stringContaining("has no attribute 'nothing'") as string,
    })
    const missing = '<numericalresponse answer="9"><textline/><hintgroup hintfn="none"/></numericalresponse>'
    await expect(graded(missing, { '2_1': '9' })).rejects.toMatchObject({ code: 'script-failed' })
  })

  it('cannot bring in markup that runs', async () => {
    const xml = `<script>
def hints(ids, answers, new, old):
    new.set_hint_and_mode(ids[0], 'Not ' + answers[ids[0]], 'always')
</script>
<stringresponse answer="a"><textline/><hintgroup hintfn="hints"/></stringresponse>`
    const { html } = await graded(xml, { '2_1': '<img src=x onerror=alert(1)>' })
    expect(html).toContain('<div class="hint">Not <img')
    expect(html).not.toMatch(/<img[^>]*onerror/)
  })
})
