import { describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { courseOf, readTexts } from './made-olx.js'

const types = new BlockTypeRegistry()
types.register(shippedBlocks)

async function found(inside: string, files: Readonly<Record<string, string>> = {}) {
  const { findings } = await readTexts(courseOf(inside, files), false, types)
  return findings.list.filter(({ code }) => code === 'formula-not-drawn')
}

describe('formulas that cannot be drawn', () => {
  it('are one finding a block, with how many there are, at the file and line of the first', async () => {
    const html = '<p>\\(x\\)</p>\n<p>\\(\\frac{\\)</p>\n<p>\\[\\nosuch\\]</p>'
    expect(await found('<html url_name="h" filename="t"/>', { 'html/t.html': html })).toMatchObject([
      { level: 'warning', file: 'html/t.html', line: 2, count: 2 },
    ])
  })

  it('are found in problems, except where a script fills them in', async () => {
    const problem = (text: string, script = '') =>
      `<problem url_name="p">${script}<p>${text}</p><stringresponse answer="a"><textline/></stringresponse></problem>`
    expect(
      await found('<problem url_name="p"/>', { 'problem/p.xml': `\n${problem('\n\\(\\nosuch\\)')}` }),
    ).toMatchObject([{ file: 'problem/p.xml', line: 3 }])
    const script = '<script type="loncapa/python">a = 1</script>'
    expect(await found(problem('\\(\\nosuch{$a}\\)', script))).toEqual([])
  })

  it('are none in scripts and where TeX is shown as such', async () => {
    expect(
      await found(
        '<html url_name="h"><![CDATA[<pre>\\(\\nosuch\\)</pre><script>"\\(\\nosuch\\)"</script>]]></html>',
      ),
    ).toEqual([])
  })
})
