import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { blockFields } from '../../runtime/block/field-definition.js'
import { fieldAccessors } from '../../runtime/block/field-accessors.js'
import { FieldValues } from '../../runtime/block/field-values.js'
import { integer, string } from '../../runtime/index.js'

const fields = blockFields({ content: { title: string('none') }, userState: { count: integer(3) } })

function holder() {
  const source = { usage: 'u', type: 't', definition: 'd', fields: { title: 'Moons' } }
  const values = new FieldValues(source, { record: () => undefined })
  const one = { fieldValues: values, fieldCache: values.cache }
  for (const field of fields) Object.defineProperty(one, field.name, fieldAccessors(field))
  return one as typeof one & { readonly title: string; count: number }
}

it('reads each field in its own place, and writes it there', () => {
  const [one, other] = [holder(), holder()]
  one.count = 7
  expect([one.title, one.count, other.title, other.count]).toEqual(['Moons', 7, 'Moons', 3])
  expect(() => Object.assign(one, { title: 'new' })).toThrow(/scope content/)
})

it('does the same where a process makes no code out of texts', () => {
  const built = new URL('../../dist/runtime/index.js', import.meta.url).href
  const program = `
    import { Block, block, BlockRuntime, BlockType, Fragment, html, string, integer, view } from '${built}'
    import { Container } from '${import.meta.resolve('inversify')}'
    class Poll extends Block({ content: { title: string('none') }, userState: { count: integer(3) } }) {
      studentView() { this.count = this.count + 1; return new Fragment(html\`\${this.title} \${this.count}\`) }
    }
    view(Poll.prototype, 'studentView'); block('poll')(Poll)
    const types = new Map(BlockType.allOf(Poll, 'p').map((one) => [one.name, one]))
    const session = new BlockRuntime({ types, services: new Container() }).session({ fieldData: { record: () => undefined } })
    const composed = { key: 'block-v1:O+C+R+type@poll+block@p', type: 'poll', definition: 'd', fields: { title: 'Moons' }, children: [] }
    console.log((await session.view(composed, 'student_view')).content.text)`
  const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', program]
  expect(execFileSync(process.execPath, flags, { encoding: 'utf8' })).toBe('Moons 4\n')
})
