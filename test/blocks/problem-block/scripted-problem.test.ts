import { afterAll, describe, expect, it } from 'vitest'
import { PythonScripts } from '../../../python/index.js'
import { CompositorError, ScriptRunner, type ScriptOutcome, type ScriptRun } from '../../../runtime/index.js'
import { ProblemAtWork } from './problem-at-work.js'

const key = 'block-v1:O+C+R+type@problem+block@p1'
const learner = { id: '42', staff: false }
const staff = { id: '1', staff: true }

/** Stands for Python: says what it is told to, and notes what it was asked. */
class Told extends ScriptRunner {
  readonly asked: ScriptRun[] = []
  constructor(private readonly answer: (run: ScriptRun) => Partial<ScriptOutcome>) {
    super()
  }

  run(run: ScriptRun): Promise<ScriptOutcome> {
    this.asked.push(run)
    return Promise.resolve({ texts: {}, values: {}, ...this.answer(run) })
  }
}

const drawn = `<problem><script type="loncapa/python">
def any(): return random.randint(1, 1000)
n = any()
</script>
<numericalresponse answer="$n"><label>Type $n</label><formulaequationinput/></numericalresponse></problem>`
const asked = `<problem><script type="text/python">
def check(e, a): return a == e
</script><customresponse cfn="check" expect="four"><textline/></customresponse></problem>`

describe('a problem with a script', () => {
  it('is drawn by the seed of its learner, and graded by what was drawn', async () => {
    const told = new Told(({ seed }) => ({ texts: { n: String(seed) } }))
    const work = new ProblemAtWork(drawn, { rerandomize: 'always' }, learner, key, told)
    work.draws = [0.25, 0.75]
    expect(await work.page()).toContain('Type 250')
    const wrong = await work.act('problem_check', { input_p_2_1: '750' })
    expect(wrong.body).toMatchObject({ success: 'incorrect' })
    const reset = await work.act('problem_reset')
    expect(reset.body['contents']).toContain('Type 750')
    expect((await work.act('problem_check', { input_p_2_1: '750' })).body).toMatchObject({
      success: 'correct',
      current_score: 1,
    })
    await work.rescore()
    expect(work.state['score']).toEqual({ raw_earned: 1, raw_possible: 1 })
  })

  it('runs its script once for all learners with a seed, and not at all where nothing is filled in', async () => {
    const told = new Told(() => ({ texts: { n: '7' } }))
    const work = new ProblemAtWork(drawn.replaceAll('1000', '2000'), {}, learner, key, told)
    await work.page()
    await work.page('public_view')
    expect(told.asked.length).toBeLessThanOrEqual(2)
    const functions = new Told(() => ({}))
    await new ProblemAtWork(asked, {}, learner, key, functions).page()
    expect(functions.asked).toEqual([])
  })

  it('gives a check function what was expected and answered', async () => {
    const told = new Told(() => ({
      values: { cfn_return: { ok: 'Partial', msg: 'Near <b onclick="x">it</b>' } },
    }))
    const work = new ProblemAtWork(asked, {}, learner, key, told)
    const { body } = await work.act('problem_check', { input_p_2_1: 'for' })
    expect(told.asked[0]).toMatchObject({ seed: 1, given: { expect: 'four', ans: 'for' } })
    expect(told.asked[0]?.context).toBe('course-v1:O+C+R')
    expect(body['contents']).toContain('Near <b>it</b>')
    expect(work.state['score']).toEqual({ raw_earned: 0.5, raw_possible: 1 })
  })

  it('uses no attempt when the check fails, is calm to learners, and tells staff why', async () => {
    const failing = new Told(() => {
      throw new CompositorError('script-failed', 'The script failed in line 2 of the problem: NameError')
    })
    const work = new ProblemAtWork(asked, {}, learner, key, failing)
    const refused = await work.act('problem_check', { input_p_2_1: 'four' })
    expect(refused).toMatchObject({ status: 422, refused: true })
    expect(JSON.stringify(refused.body)).not.toContain('NameError')
    expect(refused.events).toMatchObject([
      { type: 'problem_check_fail', payload: { failure: 'script-failed' } },
    ])
    expect(work.state['attempts']).toBeUndefined()
    const told = await new ProblemAtWork(asked, {}, staff, key, failing).act('problem_check', {
      input_p_2_1: 'four',
    })
    expect(JSON.stringify(told.body)).toContain('line 2')
  })

  it('shows an error block, not a broken unit, when it cannot be drawn', async () => {
    const failing = new Told(() => {
      throw new CompositorError('script-timeout', 'The script did not end within 5 seconds.')
    })
    const page = await new ProblemAtWork(drawn, {}, learner, key, failing).page()
    expect(page).toContain('could not be shown')
    expect(page).not.toContain('seconds')
  })

  it('needs nobody to run plain assignments', async () => {
    const xml = `<problem><script>a = random.randint(10, 99)\nb = random.choice([2, 4, 8])\ntotal = a * b</script>
<numericalresponse answer="$total"><label>What is $a times $b?</label><textline/></numericalresponse></problem>`
    const told = new Told(() => ({}))
    const work = new ProblemAtWork(xml, {}, learner, key, told)
    work.state['seed'] = 5
    expect(await work.page()).toContain('What is 66 times 8?')
    expect((await work.act('problem_check', { input_p_2_1: '528' })).body).toMatchObject({
      success: 'correct',
    })
    expect(told.asked).toEqual([])
  })

  it('is shown with a notice where nobody runs scripts', async () => {
    const work = new ProblemAtWork(drawn)
    expect(await work.page()).toContain('cannot be answered here')
  })

  it('tells a learner nothing of its script', async () => {
    const told = new Told(() => ({ texts: { n: '7' } }))
    const work = new ProblemAtWork(drawn, {}, learner, key, told)
    expect(await work.page()).not.toMatch(/random|randint|loncapa/)
    const checked = new Told(() => ({ values: { cfn_return: false } }))
    const page = new ProblemAtWork(asked, {}, learner, key, checked)
    expect(await page.page()).not.toMatch(/four|def check/)
    expect(JSON.stringify((await page.act('problem_check', { input_p_2_1: 'x' })).body)).not.toMatch(
      /four|def/,
    )
  })
})

describe.skipIf(!PythonScripts.available())('a problem with a script, in Python', () => {
  const python = new PythonScripts()
  afterAll(() => python.close())

  const check = (body: string, inputs = 1) =>
    `<problem><script type="loncapa/python">\n${body}\n</script><customresponse cfn="check" expect="4">${'<textline points="2"/>'.repeat(inputs)}</customresponse></problem>`

  /** The points earned for one answer. */
  async function points(xml: string, answer: string): Promise<unknown> {
    const work = new ProblemAtWork(xml, {}, learner, key, python)
    await work.act('problem_check', { input_p_2_1: answer })
    return (work.state['score'] as { raw_earned: number } | undefined)?.raw_earned
  }

  it.each([
    ['return True', 2],
    ['return False', 0],
    ['return "partial"', 1],
    ['return "false"', 0],
    ['return None', 0],
    ['return 1', 2],
    ['return int(e) == int(a)', 2],
    ['return {"ok": True, "msg": "yes", "grade_decimal": 0.25}', 0.5],
    ['return {"ok": "PARTIAL"}', 1],
    ['return {"ok": []}', 0],
    ['return {"input_list": [{"ok": True}]}', 2],
  ])('%s earns %d of 2', async (body, earned) => {
    expect(await points(check(`def check(e, a): ${body}`), '4')).toBe(earned)
  })

  it('lets a check use the seeded numbers and extra arguments', async () => {
    const xml = `<problem><script type="loncapa/python">
a = random.randint(1, 9)
def check(e, ans, a): return int(ans) == a and random.random() &lt; 2
</script><p>$a</p><customresponse cfn="check" cfn_extra_args="a"><textline/></customresponse></problem>`
    const work = new ProblemAtWork(xml, {}, learner, key, python)
    const shown = /<p>(\d)<\/p>/.exec(await work.page())?.[1] ?? ''
    expect((await work.act('problem_check', { input_p_2_1: shown })).body).toMatchObject({
      success: 'correct',
    })
  })

  it('fills in markup, attributes, solutions and tolerances; the longest name first', async () => {
    const xml = `<problem><script type="loncapa/python">
x = 3
xy = "&lt;b&gt;bold&lt;/b&gt; &amp;amp; more"
url = "/static/a.png"
less = "1 &lt; 2"
tol = "10%"
</script><p>$xy, $$x, \${x}, $less, $unknown</p><img src="$url" alt="$x things"/>
<numericalresponse answer="$x"><responseparam type="tolerance" default="$tol"/><textline/></numericalresponse>
<solution><p>It is $x.</p></solution></problem>`
    const work = new ProblemAtWork(xml, { showanswer: 'always' }, learner, key, python)
    const page = await work.page()
    expect(page).toContain('<b>bold</b> &amp; more, $3, 3, 1 &lt; 2, $unknown')
    expect(page).toContain('src="/assets/a.png" alt="3 things"')
    expect((await work.act('problem_check', { input_p_2_1: '3.29' })).body).toMatchObject({
      success: 'correct',
    })
    expect(JSON.stringify((await work.act('problem_show')).body['answers'])).toContain('It is 3.')
  })
})
