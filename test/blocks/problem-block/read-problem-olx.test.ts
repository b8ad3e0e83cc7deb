import { describe, expect, it } from 'vitest'
import { readProblemOlx } from '../../../blocks/problem/block/read-problem-olx.js'
import type { Finding } from '../../../runtime/errors/index.js'
import { parseXml } from '../../../runtime/olx/index.js'

function read(text: string, known = true) {
  const reports: Omit<Finding, 'usage'>[] = []
  const root = parseXml(text)
  const fields = readProblemOlx(
    root.element('problem') ?? root,
    { content: { markdown: 'm' }, settings: { weight: 2 } },
    {
      file: 'problem/one.xml',
      urlName: 'one',
      text: (path) => (known && path === 'problem/one.xml' ? text : undefined),
      report: (finding) => reports.push(finding),
    },
  )
  return { ...fields, reports }
}

describe('reading problems', () => {
  it('keeps the author’s text, comments and all, and what the attributes said', () => {
    const problem = '<problem  weight="2"><!-- why -->\n<p>1 &lt; 2</p></problem>'
    expect(read(`<vertical>${problem}</vertical>`)).toEqual({
      content: { markdown: 'm', data: problem },
      settings: { weight: 2 },
      children: [],
      reports: [],
    })
  })

  it('writes the element out where the text is not at hand', () => {
    expect(read('<problem weight="2"><p>a</p></problem>', false).content['data']).toBe(
      '<problem weight="2"><p>a</p></problem>',
    )
  })

  it('takes a limit of attempts in its old spelling, and none from an empty one', () => {
    const limit = (attributes: string) =>
      read(`<problem ${attributes}><p/></problem>`).settings['max_attempts']
    expect(limit('attempts="3"')).toBe(3)
    expect(limit('attempts=""')).toBeUndefined()
    expect(limit('attempts="many"')).toBeUndefined()
  })

  it('makes a problem of the editor’s text where that is all there is', () => {
    const empty = '<problem markdown="m"/>'
    expect(read(empty).content['data']).toBe('<problem>\n<p>m</p>\n</problem>')
    expect(read('<problem markdown="m"> <p>x</p></problem>').content['data']).toContain('<p>x</p>')
  })

  it('reports what is odd at its place in the file', () => {
    const text = '<vertical>\n  <problem>\n    <fancyresponse/>\n  </problem></vertical>'
    expect(read(text).reports).toEqual([
      expect.objectContaining({ code: 'problem-unsupported', file: 'problem/one.xml', line: 3, column: 5 }),
    ])
  })
})
