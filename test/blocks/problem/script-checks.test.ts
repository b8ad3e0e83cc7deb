import { afterAll, describe, expect, it } from 'vitest'
import { compileProblem, drawnProblem, gradeByScripts, type Answers } from '../../../blocks/problem/engine.js'
import { PythonScripts } from '../../../python/index.js'

describe.skipIf(!PythonScripts.available())('what checks are given and may say', () => {
  const runner = new PythonScripts({ processes: 1 })
  afterAll(() => runner.close())
  const scripting = { runner, context: 'c', id: 'p', anonymousId: 'nobody' }

  async function graded(xml: string, answers: Answers, seed = 1) {
    const whole = `<problem>${xml}</problem>`
    const problem = await drawnProblem(compileProblem(whole), whole, seed, scripting)
    return gradeByScripts(problem, { answers, seed }, {}, scripting)
  }

  /** The message of a check that tells what `value` is. */
  async function told(value: string, { attributes = '', inputs = '<textline/>' } = {}, answers?: Answers) {
    const xml = `<script>
limit = 7
def check(expect, ans, **more):
    return {'ok': True, 'msg': repr(${value})}
</script>
<stringresponse answer="s"><textline/></stringresponse>
<customresponse cfn="check" ${attributes}>${inputs}</customresponse>`
    const { correctMap } = await graded(xml, { '2_1': 's', '3_1': 'a', ...answers })
    const grades = Object.values(correctMap)
    return grades.map(({ msg, overallMessage }) => overallMessage ?? msg).join('')
  }

  it('an answer by itself, several as a list in the order of their inputs', async () => {
    expect(await told('ans')).toBe("'a'")
    const ten = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [`3_${index + 1}`, `${index + 1}`]),
    )
    expect(await told("' '.join(ans)", { inputs: '<textline/>'.repeat(11) }, ten)).toBe(
      "'1 2 3 4 5 6 7 8 9 10 11'",
    )
  })

  it('what is expected: `expect`, or `answer`, or nothing', async () => {
    expect(await told('expect', { attributes: 'expect="1" answer="2"' })).toBe("'1'")
    expect(await told('expect', { attributes: 'expect="" answer="2"' })).toBe("'2'")
    expect(await told('expect')).toBe('None')
  })

  it.each([
    ['idset', "['p_3_1']"],
    ['response_id', "'p_2'"],
    ['submission', "['a']"],
    ['answers', "{'p_2_1': 's', 'p_3_1': 'a'}"],
    ['options', "'o'"],
    ['limit', '7'],
    ['seed', '1'],
    ['dynamath', '[None]'],
    ['nowhere', 'None'],
  ])('extra arguments, such as %s', async (name, value) => {
    const attributes = `cfn_extra_args="${name}" options="o"`
    expect(await told(`more[${JSON.stringify(name)}]`, { attributes })).toBe(value)
  })

  it('the pseudonym of the learner', async () => {
    const xml = `<customresponse><textline/><answer>
correct[0] = 'correct' if anonymous_student_id == submission[0] else 'incorrect'
messages[0] = response_id
</answer></customresponse>`
    const { correctMap } = await graded(xml, { '2_1': 'nobody' })
    expect(correctMap['2_1']).toMatchObject({ correctness: 'correct', msg: 'p_1' })
  })

  it.each([
    ['True', 'correct', 4],
    ["'Yes'", 'correct', 4],
    ["'false '", 'incorrect', 0],
    ["'PARTIALLY'", 'partially-correct', 2],
    ['None', 'incorrect', 0],
    ['[]', 'incorrect', 0],
    ['(False, "no")', 'correct', 4],
    ["{'ok': 1}", 'correct', 4],
    ["{'ok': 'Partial', 'grade_decimal': '0.75'}", 'partially-correct', 3],
    ["{'ok': False, 'grade_decimal': 0.25}", 'incorrect', 1],
    ["{'input_list': [{'ok': 'true'}]}", 'correct', 4],
    ["{'input_list': [{'ok': 'partial'}]}", 'partially-correct', 2],
    ["{'input_list': [{'ok': 1}]}", 'correct', 0],
    ["{'input_list': [{'ok': 1, 'grade_decimal': 1}]}", 'correct', 4],
  ])('%s is %s and earns %d of 4', async (returned, correctness, npoints) => {
    const xml = `<script>
def check(expect, ans): return ${returned}
</script><customresponse cfn="check"><textline points="4"/></customresponse>`
    expect((await graded(xml, { '2_1': 'a' })).correctMap['2_1']).toMatchObject({ correctness, npoints })
  })

  it('finds the modules that need no import', async () => {
    const xml = `<script>
import random2
drawn = random.randint(1, 10**6)
same = random_module.Random(1).randint(1, 10**6) == drawn and random2 is random
names = [sys.version_info.major, os.sep, list(xrange(2)), calc.evaluator({}, {}, '1+1')]
def check(expect, ans): return {'ok': same, 'msg': repr(names)}
</script><customresponse cfn="check"><textline/></customresponse>`
    expect((await graded(xml, { '2_1': 'a' })).correctMap['2_1']).toMatchObject({
      correctness: 'correct',
      msg: "[3, '/', [0, 1], 2]",
    })
  })
})
