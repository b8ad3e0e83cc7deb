import { describe, expect, it } from 'vitest'
import { Fragment, html } from '../../runtime/index.js'

describe('fragments joined', () => {
  it('stand one after another and bring each resource once, in first-seen order', () => {
    const one = new Fragment(html`<p>1</p>`).addCss('a.css').addJavascript('b.js')
    const other = new Fragment(html`<p>2</p>`).addCss('c.css').addCss('a.css')
    const joined = Fragment.joined([one, other])
    expect(joined.content.text).toBe('<p>1</p><p>2</p>')
    expect(joined.resources.map(({ url }) => url)).toEqual(['a.css', 'b.js', 'c.css'])
  })
})
