import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { LearnerStanding, type Standing } from '../../runtime/index.js'

const keyOf = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const partitions = [
  {
    id: 7,
    name: 'Half',
    scheme: 'random',
    groups: [
      { id: 0, name: 'Early' },
      { id: 1, name: 'Late' },
    ],
  },
  {
    id: 8,
    name: 'Known',
    scheme: 'cohort',
    groups: [
      { id: 3, name: 'North' },
      { id: 4, name: 'South' },
    ],
  },
]
const question = (
  id: string,
  more = '',
) => `<problem url_name="${id}" graded="true"${more}><stringresponse answer="yes" type="ci">
  <label>Question ${id}?</label><textline/></stringresponse></problem>`
/** Keys as a course of another run, or an old one, was written with. */
const old = (type: string, id: string) => `i4x://O/C/${type}/${id}`
const otherRun = (type: string, id: string) => `block-v1:O+C+R0+type@${type}+block@${id}`
const course = `<course org="O" course="C" url_name="R" user_partitions='${JSON.stringify(partitions)}'>
<chapter url_name="c"><sequential url_name="s">
  <vertical url_name="first" display_name="First">
    ${question('source')}
    <poll_question url_name="swim">Can you swim?<answer id="yes">Yes</answer><answer id="no">No</answer></poll_question>
    <done url_name="read"/>
  </vertical>
  <vertical url_name="groups" display_name="Groups">
    <split_test url_name="known" user_partition_id="8" custom="kept"
      group_id_to_child='{"3": "${otherRun('vertical', 'north')}", "4": "${old('vertical', 'south')}"}'>
      <vertical url_name="north">${question('qn')}<html url_name="hn">Northern text</html></vertical>
      <vertical url_name="south">${question('qs')}<html url_name="hs">Southern text</html></vertical>
    </split_test>
  </vertical>
  <vertical url_name="draws" display_name="Draws">
    <split_test url_name="half" user_partition_id="7"
      group_id_to_child='{"0": "${keyOf('html', 'early')}", "1": "${keyOf('html', 'late')}"}'>
      <html url_name="early">Early text</html><html url_name="late">Late text</html>
    </split_test>
    <randomize url_name="one">${question('r1')}${question('r2')}${question('r3')}</randomize>
  </vertical>
  <vertical url_name="later" display_name="Later">
    <conditional url_name="right" sources="${old('problem', 'source')}" correct="True" message="First solve {link}, &lt;b&gt;.">
      ${question('hidden')}<html url_name="prize">The prize</html>
    </conditional>
    <conditional url_name="swimmers" sources="${keyOf('poll_question', 'swim')}" poll_answer="yes">
      <html url_name="pool">To the pool</html><show sources="${old('problem', 'source')}"/>
    </conditional>
    <conditional url_name="both" sources="${keyOf('problem', 'source')}; ${otherRun('done', 'read')}" completed="True">
      <html url_name="end">The end</html>
    </conditional>
    <conditional url_name="untried" sources="${keyOf('problem', 'source')}" attempted="False">
      <html url_name="nudge">Have a try</html>
    </conditional>
    <conditional url_name="nowhere" sources="not a key" correct="False"><html url_name="lost">Lost</html></conditional>
  </vertical>
</sequential></chapter></course>`

const folder = mkdtempSync(join(tmpdir(), 'chosen-content-'))
let host: Host
const standings = new Map<string, Standing>()

class Known extends LearnerStanding {
  of({ id }: { id: string }): Standing {
    return standings.get(id) ?? { number: 0 }
  }
}

const ask = (path: string, learner: string, body?: unknown) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        'x-learner': learner,
        accept: 'application/json, text/html',
        'content-type': 'application/json',
      },
    }),
  )
const unit = async (id: string, learner: string) =>
  (await ask(`/units/${encodeURIComponent(keyOf('vertical', id))}`, learner)).text()
const call = async (type: string, id: string, handler: string, learner: string, body: unknown = {}) =>
  (await ask(`/blocks/${encodeURIComponent(keyOf(type, id))}/handlers/${handler}`, learner, body)).status
const data = (type: string, id: string, learner: string, view = 'student_view_data') =>
  ask(`/blocks/${encodeURIComponent(keyOf(type, id))}/views/${view}`, learner)
/** Answers a question; one that the page does not show gets nothing it could read. */
async function answer(id: string, learner: string, text = 'yes'): Promise<number> {
  const pages = await Promise.all(['first', 'groups', 'later'].map((one) => unit(one, learner)))
  const [, after = ''] = pages.join('').split(`data-usage-key="${keyOf('problem', id)}"`)
  const [, name = 'none'] = /name="(input_[^"]+)"/.exec(after) ?? []
  return call('problem', id, 'problem_check', learner, { [name]: text })
}

async function blocksCounted(learner: string): Promise<number> {
  const response = await ask(`/progress/${encodeURIComponent('course-v1:O+C+R')}`, learner)
  expect(response.status).toBe(200)
  return ((await response.json()) as { graded: { possible: number } }).graded.possible
}

describe('content that is not for every learner', () => {
  beforeAll(async () => {
    mkdirSync(join(folder, 'course'))
    writeFileSync(join(folder, 'course/course.xml'), course)
    standings.set('nora', { number: 1, groups: { 8: 3 } }).set('sol', { number: 1, groups: { 8: 4 } })
    host = await openHost({
      store: join(folder, 'store'),
      python: false,
      learner: (request) => {
        const id = request.header('x-learner') ?? 'nobody'
        return { id, isStaff: id === 'staff' }
      },
      services: (container) => container.bind(LearnerStanding).toConstantValue(new Known()),
    })
    const { findings } = await host.authoring.import(join(folder, 'course'))
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining("Of the conditional 'nowhere': It rests on 'not a key', which is no usage key"),
    ])
  }, 60_000)
  afterAll(async () => {
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is that of the learner’s group, by keys of whatever run the course was written in', async () => {
    const [nora, sol, nobody] = await Promise.all(['nora', 'sol', 'nobody'].map((one) => unit('groups', one)))
    expect(nora).toContain('Northern text')
    expect(nora).not.toMatch(/South|qs/)
    expect(sol).toContain('Southern text')
    expect(sol).not.toMatch(/North|qn/)
    expect(nobody).not.toMatch(/North|South|could not be shown/)
  })

  it('of other groups is closed on every way in', async () => {
    expect(await answer('qs', 'nora')).toBe(404)
    expect((await data('html', 'hs', 'nora')).status).toBe(404)
    expect(await (await data('vertical', 'groups', 'nora')).text()).not.toContain('south')
    expect((await data('problem', 'qs', 'nora', 'student_view_user_state')).status).toBe(404)
    expect(await answer('qn', 'nora')).toBe(200)
    // Counted are source, one of the groups, one of three, and nothing hidden.
    expect([await blocksCounted('nora'), await blocksCounted('nobody')]).toEqual([3, 2])
  })

  it('changes with what the host says, on a page that was kept as well', async () => {
    expect(await unit('groups', 'sol')).toContain('Southern text')
    standings.set('sol', { number: 2, groups: { 8: 3 } })
    expect(await unit('groups', 'sol')).toContain('Northern text')
    standings.set('sol', { number: 3, groups: { 8: 4 } })
  })

  it('is drawn once, and stays', async () => {
    const shownTo = async (learner: string) => {
      const page = await unit('draws', learner)
      return [/(Early|Late) text/g, /Question (r\d)\?/g].map((pattern) =>
        [...page.matchAll(pattern)].map(([, found]) => found),
      )
    }
    const learners = Array.from({ length: 40 }, (_, index) => `drawn ${index}`)
    const first = await Promise.all(learners.map(shownTo))
    expect(first.every(([groups, drawn]) => groups?.length === 1 && drawn?.length === 1)).toBe(true)
    expect(new Set(first.map(([groups]) => groups?.[0])).size).toBe(2)
    expect(new Set(first.map(([, drawn]) => drawn?.[0])).size).toBe(3)
    expect(await Promise.all(learners.map(shownTo))).toEqual(first)
  })

  it('tells the event log which part of an experiment was shown', async () => {
    expect(await call('split_test', 'known', 'log_child_render', 'nora')).toBe(200)
  })

  it('of a condition is shown when the condition holds, and hidden again when it does not', async () => {
    const before = await unit('later', 'cleo')
    expect(before).toMatch(/First solve <a href="[^"]*source[^"]*">this problem<\/a>, &lt;b&gt;\./)
    expect(before).toContain('Have a try')
    expect(before).not.toMatch(/prize|Question hidden|pool|The end|Lost|Go on/)
    expect(await answer('hidden', 'cleo')).toBe(404)
    expect((await data('html', 'prize', 'cleo')).status).toBe(404)
    expect(await blocksCounted('cleo')).toBe(2)

    expect(await answer('source', 'cleo', 'no')).toBe(200)
    expect(await unit('later', 'cleo')).not.toMatch(/prize|Have a try/)
    expect(await answer('source', 'cleo')).toBe(200)
    const solved = await unit('later', 'cleo')
    expect(solved).toMatch(/Question hidden\?[^]*The prize/)
    expect(solved).not.toMatch(/First solve|The end/)
    expect(await answer('hidden', 'cleo')).toBe(200)
    expect(await blocksCounted('cleo')).toBe(3)

    await call('done', 'read', 'toggle_button', 'cleo', { done: true })
    expect(await unit('later', 'cleo')).toContain('The end')
    await call('done', 'read', 'toggle_button', 'cleo', { done: false })
    expect(await unit('later', 'cleo')).not.toContain('The end')
    expect(await unit('later', 'dora')).not.toContain('prize')
  })

  it('of a poll answer follows the answer, taken back as well', async () => {
    await call('poll_question', 'swim', 'vote', 'eve', { choice: 'no' })
    expect(await unit('later', 'eve')).not.toContain('pool')
    await call('poll_question', 'swim', 'reset_poll', 'eve')
    await call('poll_question', 'swim', 'vote', 'eve', { choice: 'yes' })
    expect(await unit('later', 'eve')).toMatch(/To the pool[^]*<a href="[^"]*source[^"]*">Go on<\/a>/)
    const look = await ask(
      `/blocks/${encodeURIComponent(keyOf('conditional', 'swimmers'))}/handlers/look`,
      'eve',
      {},
    )
    expect(await look.json()).toEqual({ shown: true })
  })

  it('is shown to staff, each part with whom it is for', async () => {
    const groups = await unit('groups', 'staff')
    expect(groups).toMatch(
      /group: <strong>North<\/strong>[^]*Northern text[^]*group: <strong>South<\/strong>[^]*Southern text/,
    )
    const later = await unit('later', 'staff')
    expect(later).toMatch(/Shown to learners once[^]*correct = True[^]*The prize/)
    expect(later).toMatch(/a block, which is not named[^]*Lost/)
    expect((await data('html', 'hs', 'staff')).status).toBe(200)
  })
})
