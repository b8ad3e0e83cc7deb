import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileProblem, renderProblem } from '../../../blocks/problem/engine.js'
import { spokenText, texRenderer } from '../../../runtime/html/index.js'
import { chromiumPath } from '../../browser/chromium.js'

/** A question as learners get it. */
function shown(response: string): string {
  const xml = `<problem>${response}</problem>`
  return renderProblem(compileProblem(xml, { renderMath: texRenderer(xml) }), { id: 'p', seed: 1 })
}
const choices = (kind: string, group: string, label: string, ...texts: string[]) =>
  shown(
    `<${kind}><label>${label}</label><${group}>${texts.map((text, index) => `<choice correct="${index === 0}">${text}</choice>`).join('')}</${group}></${kind}>`,
  )

describe.skipIf(chromiumPath === undefined)('the names of choices, as Chromium tells them', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '' })
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
})

describe('HTML as a name', () => {
  it.each([
    ['<b>a</b>  <i>b</i>', 'a b'],
    ['1 &lt; 2 &amp; 3', '1 < 2 & 3'],
    ['<img src="x" alt="A &quot;cat&quot;"> x', 'A "cat" x'],
    ['', ''],
  ])('%s is %s', (html, text) => expect(spokenText(html)).toBe(text))
})
