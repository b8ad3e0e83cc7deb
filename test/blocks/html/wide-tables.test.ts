import { describe, expect, it } from 'vitest'
import { boxWideTables } from '../../../blocks/html/wide-tables.js'

describe('tables in a text', () => {
  it('scroll in a box of their own that the keyboard reaches, tables within tables with them', () => {
    expect(boxWideTables('<p>a</p><table><tr><td><table></table></td></tr></table><table></table>')).toBe(
      '<p>a</p><div class="wide" tabindex="0"><table><tr><td><table></table></td></tr></table></div>' +
        '<div class="wide" tabindex="0"><table></table></div>',
    )
  })

  it('change nothing where there is none', () => {
    expect(boxWideTables('<p>tablet</p>')).toBe('<p>tablet</p>')
  })
})
