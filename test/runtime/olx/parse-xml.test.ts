import { describe, expect, it } from 'vitest'
import { CompositorError } from '../../../runtime/errors/compositor-error.js'
import { parseXml, serialiseXml, sourceOf, XmlElement } from '../../../runtime/olx/index.js'

function refusal(text: string, limits = {}): CompositorError {
  try {
    parseXml(text, { file: 'a.xml', limits })
  } catch (error) {
    if (error instanceof CompositorError) return error
    throw error
  }
  throw new Error('the document was accepted')
}

describe('parseXml', () => {
  it('gives names, attributes in order, text and children', () => {
    const root = parseXml('<a z="1" b:c="&lt;2"><b>one</b> two <c/></a>')
    expect(root.name).toBe('a')
    expect([...root.attributes]).toEqual([
      ['z', '1'],
      ['b:c', '<2'],
    ])
    expect(root.children.map((child) => (typeof child === 'string' ? child : child.name))).toEqual([
      'b',
      ' two ',
      'c',
    ])
    expect(root.text()).toBe('one two ')
    expect(root.elements('b').length).toBe(1)
    expect(root.element('c')?.hasText()).toBe(false)
    expect(root.hasText()).toBe(true)
  })

  it('counts lines and columns from 1, at the "<", also with Windows line ends and a line break in the tag', () => {
    const root = parseXml('<?xml version="1.0"?>\r\n<a>\r\n  <b\r\n x="1"/><c/>\r\n</a>')
    expect([root.line, root.column]).toEqual([2, 1])
    const [b, c] = root.elements()
    expect([b?.line, b?.column]).toEqual([3, 3])
    expect([c?.line, c?.column]).toEqual([4, 9])
  })

  it('joins CDATA and text around comments to one text and drops comments', () => {
    const root = parseXml('<a>x<!-- no --><![CDATA[<y>]]><?pi?>&amp;z</a>')
    expect(root.children).toEqual(['x<y>&z'])
  })

  it('knows the entities of HTML', () => {
    expect(parseXml('<a t="&eacute;">&nbsp;&rarr;&Omega;</a>').text()).toBe('\u00a0→Ω')
  })

  it('keeps the source of an element, comments included', () => {
    const text = '\ufeff<a><!-- c --><b x="1"><!-- keep --><c /></b></a>'
    const root = parseXml(text)
    const b = root.element('b')
    expect(b && sourceOf(b, text)).toBe('<b x="1"><!-- keep --><c /></b>')
    expect(sourceOf(root, text)).toBe(text.slice(1))
  })

  it('lists descendants in document order', () => {
    const names = [...parseXml('<a><b><c/></b><d/></a>').descendants()].map((element) => element.name)
    expect(names).toEqual(['a', 'b', 'c', 'd'])
  })

  it.each([
    ['<a>\n<b></a>', 2],
    ['<a>\n\n& b</a>', 3],
    ['<a>&undefinedthing;</a>', 1],
    ['<a>&constructor;</a>', 1],
    ['<a x="1" x="2"/>', 1],
    ['\n<a>1 < 2</a>', 2],
    ['', 1],
    ['just text', 1],
    ['<a>\u0000</a>', 1],
    ['<a/><b/>', 1],
  ])('refuses %j with the line', (text, line) => {
    const error = refusal(text)
    expect(error.code).toBe('olx-malformed')
    expect(error.location).toMatchObject({ file: 'a.xml', line })
    expect(error.location?.column).toBeGreaterThan(0)
  })

  it('refuses documents that declare entities and reads other document types', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>'
    expect(refusal(bomb).code).toBe('olx-malformed')
    expect(parseXml('<!DOCTYPE html><a/>').name).toBe('a')
  })

  it('refuses 100,000 levels, saying where, without a stack overflow', () => {
    const error = refusal('<a>'.repeat(100_000) + '</a>'.repeat(100_000))
    expect(error.code).toBe('olx-too-deep')
    expect(error.location).toEqual({ file: 'a.xml', line: 1, column: 1501 })
  })

  it('refuses an attribute of 10 MB, too many elements and too much text', () => {
    expect(refusal(`<a b="${'x'.repeat(10_000_000)}"/>`).code).toBe('olx-too-large')
    expect(refusal(`<a>${'<b/>'.repeat(100)}</a>`, { elements: 100 }).code).toBe('olx-too-large')
    expect(refusal('<a>123456</a>', { size: 10 }).code).toBe('olx-too-large')
  })
})

describe('serialiseXml', () => {
  it('escapes so that reading gives the same tree', () => {
    const text =
      '<a t="1 &lt; &quot;2&quot; &amp; &#10;&#9;&#13;">x &lt; y &amp; z]]&gt;<b/>\n<c d="é">ü</c></a>'
    const root = parseXml(text)
    expect(serialiseXml(root)).toBe(text)
    expect(root.attribute('t')).toBe('1 < "2" & \n\t\r')
  })

  it('leaves out what XML cannot carry', () => {
    expect(serialiseXml(new XmlElement('a', undefined, ['a\u0000b\ud800c😀']))).toBe('<a>abc😀</a>')
  })
})
