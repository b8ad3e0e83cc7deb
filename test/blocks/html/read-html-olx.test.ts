import { describe, expect, it } from 'vitest'
import { readHtmlOlx } from '../../../blocks/html/read-html-olx.js'
import type { Finding } from '../../../runtime/errors/index.js'
import { parseXml } from '../../../runtime/olx/index.js'

function read(xml: string, files: Record<string, string> = {}, urlName = 'intro') {
  const reports: Omit<Finding, 'usage'>[] = []
  const fields = readHtmlOlx(
    parseXml(xml),
    { content: {}, settings: { display_name: 'Intro' } },
    {
      file: 'html/intro.xml',
      urlName,
      text: (path) => files[path],
      report: (finding) => reports.push(finding),
    },
  )
  return { ...fields, data: fields.content['data'], reports }
}

describe('reading html blocks', () => {
  it.each([
    ['by its name without ending', '<html filename="a"/>', 'intro', { 'html/a.html': 'A' }],
    ['by its name with ending', '<html filename="a.html"/>', 'intro', { 'html/a.html': 'A' }],
    ['by the misspelt attribute', '<html file_name="a"/>', 'intro', { 'html/a.html': 'A' }],
    ['in a folder written with a colon', '<html filename="week1:a"/>', 'intro', { 'html/week1/a.html': 'A' }],
    [
      "in the folder of the block's own file",
      '<html filename="a"/>',
      'week1:intro',
      { 'html/week1/a.html': 'A' },
    ],
    ['by a path from the root', '<html filename="texts/a.html"/>', 'intro', { 'texts/a.html': 'A' }],
    [
      'under a name that ends in .html twice',
      '<html filename="a.html"/>',
      'intro',
      { 'html/a.html.html': 'A' },
    ],
    [
      "by the block's name when the named file is gone",
      '<html filename="b"/>',
      'intro',
      { 'html/intro.html': 'A' },
    ],
    ["by the block's name when none is named", '<html/>', 'intro', { 'html/intro.html': 'A' }],
    ['in the folder of tabs', '<static_tab filename="a"/>', 'intro', { 'tabs/a.html': 'A' }],
    ['in the folder of course info', '<course_info filename="updates"/>', 'x', { 'info/updates.html': 'A' }],
    ['in the folder of about pages', '<about filename="overview"/>', 'x', { 'about/overview.html': 'A' }],
  ])('finds the text file %s', (_how, xml, urlName, files) => {
    const { data, reports } = read(xml, files, urlName)
    expect(data).toBe('A')
    expect(reports).toEqual([])
  })

  it('says which file is missing and where it was looked for, and keeps the block', () => {
    const { data, settings, reports } = read('<html\n filename="gone"/>')
    expect(data).toBe('')
    expect(settings).toEqual({ display_name: 'Intro' })
    expect(reports).toEqual([
      expect.objectContaining({
        code: 'html-file-missing',
        level: 'error',
        file: 'html/intro.xml',
        line: 1,
        column: 1,
      }),
    ])
    expect(reports[0]?.message).toContain("'gone'")
    expect(reports[0]?.message).toContain('html/gone.html')
  })

  it('uses what stands in the element when the file it names is missing', () => {
    expect(read('<html filename="gone"><p>still here</p></html>').data).toBe('<p>still here</p>')
  })

  it.each([
    ['<html><![CDATA[<p>a &amp; b</p>]]></html>', '<p>a &amp; b</p>'],
    ['<html>&lt;p&gt;a&lt;/p&gt;</html>', '<p>a</p>'],
    ['<html><p>a &amp; b</p> c &lt; d</html>', '<p>a &amp; b</p> c &lt; d'],
    ['<html><i class="x"/><br/>t</html>', '<i class="x"></i><br>t'],
    ['<html><a title="&quot;q&quot;">x</a></html>', '<a title="&quot;q&quot;">x</a>'],
    ['<html><!-- note --><p>a</p></html>', '<p>a</p>'],
    ['<html>\n  <p>é&nbsp;</p>\n</html>', '\n  <p>é\u00a0</p>\n'],
  ])('takes HTML from inside the element: %s', (xml, expected) => expect(read(xml).data).toBe(expected))

  it('has no child blocks, whatever its elements are called', () => {
    expect(read('<html><problem url_name="x"/></html>').children).toEqual([])
  })

  it('reads text of any depth', () => {
    const deep = `<html>${'<b>'.repeat(400)}x${'</b>'.repeat(400)}</html>`
    expect(read(deep).data).toBe(deep.slice('<html>'.length, -'</html>'.length))
  })
})
