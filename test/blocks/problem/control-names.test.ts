import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileProblem, renderProblem } from '../../../blocks/problem/engine.js'
import { spokenText, texRenderer } from '../../../runtime/html/index.js'
import { chromiumPath, openBrowser } from '../../browser/chromium.js'
import { gradeOne } from './problems.js'

/** A question as learners get it. */
function shown(response: string): string {
  const xml = `<problem>${response}</problem>`
  return renderProblem(compileProblem(xml, { renderMath: texRenderer(xml), variables: {} }), {
    id: 'p',
    seed: 1,
  })
}
const choices = (kind: string, group: string, label: string, ...texts: string[]) =>
  shown(
    `<${kind}><label>${label}</label><${group}>${texts.map((text, index) => `<choice correct="${index === 0}">${text}</choice>`).join('')}</${group}></${kind}>`,
  )

describe.skipIf(chromiumPath === undefined)('the names of choices, as Chromium tells them', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it.each([
    [
      'multiplechoiceresponse',
      choices(
        'multiplechoiceresponse',
        'choicegroup',
        String.raw`What is \(x\)?`,
        String.raw`\(30^\circ\)`,
        String.raw`about \(a<b\)`.replace('<', '&lt;'),
        'plain',
      ),
      ['radio', 'What is x?', [String.raw`30^\circ`, 'about a<b', 'plain']],
    ],
    [
      'choiceresponse',
      choices(
        'choiceresponse',
        'checkboxgroup',
        String.raw`\[y\]`,
        String.raw`[mathjaxinline]x_1[/mathjaxinline]`,
        '<img src="/static/a.png" alt="A cat"/> and \\(z\\)',
      ),
      ['checkbox', 'y', ['x_1', 'A cat and z']],
    ],
  ] as const)('hold the TeX of formulas: %s', async (_kind, html, [role, group, names]) => {
    const page = await browser.newPage()
    await page.setContent(`<main>${html}</main>`)
    expect(await page.getByRole('group', { name: group, exact: true }).count()).toBe(1)
    for (const name of names) expect(await page.getByRole(role, { name, exact: true }).count()).toBe(1)
    await page.close()
  })

  const number = (inside: string, attributes = '') =>
    `<numericalresponse answer="1">${inside}<formulaequationinput ${attributes}/></numericalresponse>`
  const custom = (input: string) =>
    `<customresponse><label>What is \\(m_1\\)?</label>${input}<answer type="loncapa/python">x</answer></customresponse>`
  const group = (name: string) =>
    `<choicetextresponse><label>\\(c\\)</label><${name}><choice correct="true">\\(r\\) is <numtolerance_input answer="5"/></choice><choice correct="false"><img src="/static/a.png" alt="A cat"/></choice></${name}></choicetextresponse>`
  const things = (attributes: string) =>
    custom(
      `<drag_and_drop_input img="/static/a.png"><draggable id="d" label="\\(q^2\\)" ${attributes}/><target id="t" x="0" y="0" w="9" h="9"/></drag_and_drop_input>`,
    )

  it.each([
    ['a number', number('<label>\\(x^2\\)</label>'), 'textbox', ['x^2']],
    ['a number with an old label', number('', 'label="about \\(y\\)"'), 'textbox', ['about y']],
    [
      'several numbers',
      '<customresponse><label>\\(g\\)</label><textline label="\\(a_1\\)"/><textline/><answer>x</answer></customresponse>',
      'textbox',
      ['a_1', 'Question 1, answer 2'],
    ],
    [
      'a dropdown',
      '<optionresponse><label>\\(k\\)</label><optioninput><option correct="True">\\(x\\)</option><option correct="False"><b>bold</b></option></optioninput></optionresponse>',
      'combobox',
      ['k'],
    ],
    [
      'options',
      '<optionresponse><optioninput><option correct="True">\\(x\\)</option><option correct="False"><b>bold</b><optionhint>no</optionhint></option></optioninput></optionresponse>',
      'option',
      ['x', 'bold'],
    ],
    ['a text area', custom('<textbox/>'), 'textbox', ['What is m_1?']],
    [
      'a picture',
      '<imageresponse><label>\\(p\\)</label><imageinput src="/static/a.png" width="9" height="9" rectangle="(0,0)-(5,5)"/></imageresponse>',
      'application',
      ['p'],
    ],
    ['radio buttons with numbers', group('radiotextgroup'), 'radio', ['r is', 'A cat']],
    ['checkboxes with numbers', group('checkboxtextgroup'), 'checkbox', ['r is', 'A cat']],
    ['things to place', things(''), 'combobox', ['q^2']],
    ['things to place more than once', things('can_reuse="true"'), 'group', ['q^2']],
  ] as const)(
    'are those of labels with formulas, whatever the control: %s',
    async (_kind, response, role, names) => {
      const page = await browser.newPage()
      await page.setContent(`<main>${shown(response)}</main>`)
      for (const name of names) expect(await page.getByRole(role, { name, exact: true }).count()).toBe(1)
      await page.close()
    },
  )
})

it('grades a dropdown by the words of an option that begins with an element', () => {
  const xml =
    '<optionresponse><optioninput><option correct="True"><b>bold</b><optionhint>h</optionhint></option><option correct="False">x</option></optioninput></optionresponse>'
  const verdict = (answer: string) => gradeOne(xml, answer).correctness
  expect([verdict('bold'), verdict('x'), verdict('')]).toEqual(['correct', 'incorrect', 'incorrect'])
})

describe('HTML as a name', () => {
  it.each([
    ['<b>a</b>  <i>b</i>', 'a b'],
    ['1 &lt; 2 &amp; 3', '1 < 2 & 3'],
    ['<img src="x" alt="A &quot;cat&quot;"> x', 'A "cat" x'],
    ['', ''],
  ])('%s is %s', (html, text) => expect(spokenText(html)).toBe(text))
})
