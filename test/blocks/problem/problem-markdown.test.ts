import { describe, expect, it } from 'vitest'
import { markdownToXml } from '../../../blocks/problem/markdown/markdown-to-xml.js'
import { problemMarkdown } from '../../../blocks/problem/markdown/problem-markdown.js'
import { realProblems } from './real-courses.js'

/** Texts of the simple editor, one of each thing that it can say. */
const texts = [
  '>>Which?||Pick one.<<\n( ) Fox\n(x) Hedgehog {{It sleeps.}}',
  '(!x) a\n( ) b\n(@) c\n(x@) d',
  '[x] 2 {{ selected: Yes.}, {U: Well:: No.}}\n[ ] 3\n\n{{ ((A B)) Both? }}',
  '[[\n  ice {{Cold::It melts.}}\n  (steam, hot)\n]]',
  '>>Word?<<\n= Paris {{Yes}}\nor= paname\nnot= Rome {{No}}',
  '= |^a.*b$\nor= c',
  's= 42 apples\n\n= 5 +- 2%\n\n= [3,4)\nor= 7 {{hm}}',
  'Title\n===\nSome <b>words</b> &amp; more, 1 &lt; 2.\n\nA second line.\n---\n>>b<<\n(x) y\n( ) n\n\n[explanation]\nAs $x$ is.\n\nMore.\n[explanation]\n||think||\n||again||',
  '[code]\nif a < b:\n    pass\n[/code]\n\n(x) a\n( ) b',
  'a\n\n<formularesponse answer="x" samples="x@1:2#3"><textline/></formularesponse>',
  '<div class="note">\n<ul><li>one</li></ul>\n</div>\n\n= 3',
]

describe('a problem as Markdown', () => {
  it.each(texts)('is Markdown that gives its XML: %j', (text) => {
    const xml = markdownToXml(text)
    const found = problemMarkdown(xml)
    expect(found).toHaveProperty('markdown')
    expect('markdown' in found && markdownToXml(found.markdown)).toBe(xml)
  })

  it.each([
    '<problem><numericalresponse answer="3"><formulaequationinput/></numericalresponse><solution><div class="detailed-solution"><p class="f">Feedback</p><p>As it is.</p></div></solution></problem>',
    '<problem><multiplechoiceresponse><choicegroup type="MultipleChoice"><choice correct="true">a <choicehint>Yes</choicehint></choice><choice correct="false">b\n</choice></choicegroup></multiplechoiceresponse></problem>',
  ])('says what it has no signs for as XML, and minds no white space: %s', (xml) => {
    const found = problemMarkdown(xml)
    const made = 'markdown' in found ? markdownToXml(found.markdown) : ''
    const bare = (text: string) => text.replaceAll(/\s+(?=[<])|(?<=[>])\s+/g, '')
    expect(bare(made)).toBe(bare(xml))
  })

  it.each([
    ['<problem>\n<p>a</p>\n<!-- kept -->\n<p>b</p></problem>', '!--', 3],
    [
      '<problem>\n<numericalresponse answer="3" own="1"><formulaequationinput/></numericalresponse></problem>',
      'numericalresponse',
      2,
    ],
    [
      '<problem><stringresponse answer="a" type="ci">\n<textline size="40"/></stringresponse></problem>',
      'textline',
      2,
    ],
    ['<problem><p>(x) no choice</p></problem>', 'p', 1],
  ])('is none where something would be lost, which is named: %s', (xml, name, line) => {
    expect(problemMarkdown(xml)).toEqual({ lost: { name, line } })
  })

  it('of real problems is one that gives them, or none', () => {
    let written = 0
    for (const [place, xml] of realProblems()) {
      const found = problemMarkdown(xml)
      if (!('markdown' in found)) continue
      written++
      const again = problemMarkdown(markdownToXml(found.markdown))
      expect([place, again]).toEqual([place, found])
    }
    expect(realProblems().length === 0 || written > 0).toBe(true)
  })
})
