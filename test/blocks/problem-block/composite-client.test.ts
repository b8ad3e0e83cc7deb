import { describe, expect, it } from 'vitest'
import { chromiumPath } from '../../browser/chromium.js'
import { axeFaultsOf } from '../../browser/page-faults.js'
import { bundle, type Site } from '../../browser/site.js'
import { PythonScripts } from '../../../python/index.js'
import { ProblemAtWork } from './problem-at-work.js'
import { problemSite } from './problem-site.js'

/** An author's page that speaks the protocol as pages made for the incumbent do. */
const authorsPage = `<!doctype html><title>A</title><button>Count</button><script>
let count = 0
const send = (message) => parent.postMessage(JSON.stringify(message), '*')
const methods = {
  getGrade: () => String(count),
  getState: () => JSON.stringify({ count }),
  setState: (text) => { count = JSON.parse(text).count; show() },
}
const show = () => { document.querySelector('button').textContent = 'Count ' + count }
document.querySelector('button').addEventListener('click', () => { count++; show() })
addEventListener('message', ({ data }) => {
  const { id, method, params } = JSON.parse(data)
  if (method === 'JSInput::__ready') { if (params === 'ping') send({ method, params: 'pong' }); return }
  send({ id, result: methods[method.split('::')[1]](params) })
})
send({ method: 'JSInput::__ready', params: 'ping' })
</script>`

const jsinput = `<problem><externalresponse><jsinput html_file="/static/count.html" title="Counter"
  get_statefn="getState" gradefn="getGrade" initial_state="{&quot;count&quot;:4}"/></externalresponse></problem>`
/** An author's page that only has functions, as most pages made for the incumbent do. */
const callablePage = `<!doctype html><title>B</title><button>Turn</button><script>
var Dial = { turns: 0, grade: function () { return 'turned ' + this.turns }, }
Dial.state = function () { return JSON.stringify({ turns: Dial.turns }) }
Dial.restore = function (text) { Dial.turns = JSON.parse(text).turns; show() }
function show() { document.querySelector('button').textContent = 'Turned ' + Dial.turns }
document.querySelector('button').addEventListener('click', function () { Dial.turns++; show() })
</script>`
const called = `<problem><script type="loncapa/python">
import json
def turned(expect, ans):
    given = json.loads(ans)
    return {'ok': given['answer'] == expect and json.loads(given['state'])['turns'] == 2, 'msg': given['answer']}
</script><customresponse cfn="turned" expect="turned 2"><jsinput html_file="/static/dial.html" title="Dial"
  gradefn="Dial.grade" get_statefn="Dial.state" set_statefn="Dial.restore"/></customresponse></problem>`

const circuit = `<problem><schematicresponse><label>Set the resistor to 2k.</label>
  <schematic height="300" width="500" parts="r" initial_value='[["w",[56,48,144,48]],["r",[144,48,0],{"name":"R1","r":"1","_json_":0},["1","0"]],["view",0,0,2]]'/>
  <answer>
parts = [part for part in submission[0] if part[0] == 'r']
correct = ['correct' if parts[0][2]['r'] == '2k' and len(submission[0]) == 3 else 'incorrect']
  </answer></schematicresponse></problem>`
const sides = `<problem><choicetextresponse><label>Sides?</label><radiotextgroup>
  <choice correct="true">A hexagon has <numtolerance_input answer="6"/> sides.</choice>
  <choice correct="false">It has none.</choice></radiotextgroup></choicetextresponse></problem>`
const tags = `<problem><annotationresponse><annotationinput><title>Tone</title><text>It was the best of times.</text>
  <options><option choice="incorrect">Irony</option><option choice="correct">Contrast</option></options>
  </annotationinput></annotationresponse></problem>`
const places = `<problem><externalresponse><drag_and_drop_input img="/static/square.svg">
  <draggable id="a" label="Left"/><draggable id="b" label="Right" can_reuse="true"/>
  <target id="t1" x="0" y="0" w="100" h="100"/><target id="t2" x="100" y="0" w="100" h="100"/>
  </drag_and_drop_input></externalresponse></problem>`

/** A page with one problem, beside what authors of others wrote. */
async function open(work: ProblemAtWork): Promise<Site> {
  const embedding = String((await bundle('host/client/js-input-page.ts')).body)
  return problemSite(
    work,
    { '/': `<main><h1>Unit</h1>${await work.page()}</main>` },
    {
      '/assets/count.html': { type: 'text/html', body: authorsPage },
      '/assets/dial.html': {
        type: 'text/html',
        body: `${callablePage}<script type="module">${embedding}</script>`,
      },
    },
  )
}

const says = (site: Site, text: string) =>
  site.page.locator('.problem-message').filter({ hasText: text }).waitFor()
const faults = ({ page }: Site) => axeFaultsOf(page, { options: { iframes: false } })

describe.skipIf(chromiumPath === undefined)('inputs of several parts in the browser', () => {
  it('asks an author’s page for its answer and state, and gives the state back', async () => {
    const work = new ProblemAtWork(jsinput)
    await using site = await open(work)
    const frame = site.page.frameLocator('iframe[title="Counter"]')
    await frame.getByText('Count 4').click()
    await frame.getByText('Count 5').waitFor()
    await site.page.click('text=Submit')
    await says(site, 'Your answer was received.')
    expect(work.state['student_answers']).toEqual({ '2_1': '{"answer":"5","state":"{\\"count\\":5}"}' })
    await frame.getByText('Count 5').waitFor()
    expect(await site.page.textContent('.status')).toBe('Answer received')
    expect(await faults(site)).toEqual([])
    expect(site.errors).toEqual([])
  })

  it.skipIf(!PythonScripts.available())(
    'calls the functions of an author’s page without sharing an origin, and lets a script check what they say',
    async () => {
      await using python = new PythonScripts({ processes: 1 })
      const work = new ProblemAtWork(called, {}, { id: '42', staff: false }, undefined, python)
      await using site = await open(work)
      const frame = site.page.frameLocator('iframe[title="Dial"]')
      await frame.getByText('Turn').click()
      await site.page.click('text=Submit')
      await says(site, 'Incorrect (0 of 1).')
      await frame.getByText('Turned 1').click()
      await frame.getByText('Turned 2').waitFor()
      await site.page.click('text=Submit')
      await says(site, 'Correct (1 of 1).')
      await frame.getByText('Turned 2').waitFor()
      expect(await site.page.textContent('.message')).toBe('turned 2')
      expect(await frame.locator('body').evaluate('self.origin')).toBe('null')
      expect(await faults(site)).toEqual([])
      expect(site.errors).toEqual([])
    },
  )

  it.skipIf(!PythonScripts.available())(
    'lets a learner change the values of a circuit’s parts, and keeps all else of it for its script',
    async () => {
      await using python = new PythonScripts({ processes: 1 })
      const work = new ProblemAtWork(circuit, {}, { id: '42', staff: false }, undefined, python)
      await using site = await open(work)
      const resistor = site.page.getByRole('group', { name: 'Resistor R1' })
      expect(await resistor.getByLabel('r', { exact: true }).inputValue()).toBe('1')
      await resistor.getByLabel('r', { exact: true }).fill('2k')
      await site.page.keyboard.press('Tab')
      await site.page.click('text=Submit')
      await says(site, 'Correct (1 of 1).')
      const kept = JSON.parse((work.state['student_answers'] as { '2_1': string })['2_1']) as unknown[]
      expect(kept).toEqual([
        ['w', [56, 48, 144, 48]],
        ['r', [144, 48, 0], { name: 'R1', r: '2k', _json_: 0 }, ['1', '0']],
        ['view', 0, 0, 2],
      ])
      expect(await resistor.getByLabel('r', { exact: true }).inputValue()).toBe('2k')
      expect(await faults(site)).toEqual([])
    },
  )

  it('takes a choice with its number, by keyboard', async () => {
    const work = new ProblemAtWork(sides)
    await using site = await open(work)
    await site.page.keyboard.press('Tab')
    await site.page.keyboard.press('Space')
    await site.page.keyboard.press('Tab')
    await site.page.keyboard.type('6')
    await site.page.keyboard.press('Enter')
    await says(site, 'Correct (1 of 1).')
    expect(await site.page.locator('input[type=radio]').first().isChecked()).toBe(true)
    expect(await site.page.locator('input[type=text]').first().inputValue()).toBe('6')
    expect(await faults(site)).toEqual([])
  })

  it('takes a comment and a tag', async () => {
    const work = new ProblemAtWork(tags)
    await using site = await open(work)
    await site.page.getByLabel('Type a comment below:').fill('worst, too')
    await site.page.getByLabel('Contrast').check()
    await site.page.click('text=Submit')
    await says(site, 'Correct (2 of 2).')
    expect(await site.page.getByLabel('Type a comment below:').inputValue()).toBe('worst, too')
    expect(await faults(site)).toEqual([])
  })

  it('places things without a pointer, beside a picture with its places numbered', async () => {
    const work = new ProblemAtWork(places)
    await using site = await open(work)
    await site.page.getByLabel('Left').selectOption({ label: 'Place 1' })
    await site.page.getByRole('group', { name: 'Right' }).getByLabel('Place 2').check()
    const second = await site.page.locator('.drag-and-drop-target.placed').nth(1).getAttribute('style')
    expect(second).toMatch(/left: [1-9]\d*px/)
    await site.page.click('text=Submit')
    await says(site, 'Your answer was received.')
    expect(work.state['student_answers']).toEqual({ '2_1': '[{"a":"t1"},{"b":"t2"}]' })
    expect(await site.page.getByLabel('Left').inputValue()).toBe('{"a":"t1"}')
    expect(await faults(site)).toEqual([])
  })
})
