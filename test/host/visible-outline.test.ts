import { describe, expect, it } from 'vitest'
import { unitsIn, visibleOutline } from '../../host/visible-outline.js'
import type { OutlineNode, Publication } from '../../runtime/index.js'

const node = (key: string, children: OutlineNode[] = [], marks: Partial<OutlineNode> = {}): OutlineNode => ({
  key,
  type: 'x',
  title: key,
  children,
  ...marks,
})
const publication = {
  outline: node('course', [
    node('open', [node('unit1'), node('unit2', [], { staffOnly: true })]),
    node('secret', [node('unit3')], { staffOnly: true }),
    node('apart', [node('unit4')], { hideFromToc: true }),
  ]),
  units: ['unit1', 'unit2', 'unit3', 'unit4'].map((key) => ({ key, title: key, record: '', blocks: [] })),
} as unknown as Publication
const learner = { id: 'a', name: 'a', anonymousId: 'a', isStaff: false }
const shown = (isStaff: boolean) =>
  unitsIn(publication, visibleOutline(publication, { ...learner, isStaff })).map(({ key }) => key)

describe('the outline a learner sees', () => {
  it('leaves out what is for staff, with everything below it, and what is kept out of the contents', () => {
    expect(shown(false)).toEqual(['unit1'])
  })

  it('shows staff what is for them', () => {
    expect(shown(true)).toEqual(['unit1', 'unit2', 'unit3'])
  })
})
