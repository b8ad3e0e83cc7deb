import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeAdapters } from './ports/adapter-tests.js'
import { describeFreshPackage } from './ports/fresh-package-tests.js'
import { PackedRoom, root } from './ports/packed-room.js'
import { describePorts } from './ports/port-tests.js'

describe.skipIf(!existsSync(join(root, 'dist/cli/main.js')))('the package, in an empty folder', () => {
  let room: PackedRoom
  beforeAll(() => {
    room = new PackedRoom()
  }, 240_000)
  afterAll(() => room[Symbol.dispose](), 60_000)

  /** What a program says that has to end well. */
  const run = (command: string, args: readonly string[], within?: string): string => {
    const { status, stdout, stderr } = room.run(command, args, within)
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}\n${stderr}`)
    return stdout
  }

  it('holds every file that its documents lead to', () => {
    run('tar', ['xzf', room.archive, '-C', room.folder])
    const packed = join(room.folder, 'package')
    const documents = readdirSync(packed, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .map((path) => join(packed, path))
    expect(documents.length).toBeGreaterThan(30)
    const broken = documents.flatMap((document) =>
      [...readFileSync(document, 'utf8').matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(document), target)))
        .map((target) => `${relative(packed, document)}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('imports and publishes its own demo', ({ skip }) => {
    skip(room.offline, 'No registry can be reached.')
    const demo = join(room.site, 'node_modules/unit-compositor/demo')
    const course = readdirSync(demo).find((name) => existsSync(join(demo, name, 'course.xml'))) ?? ''
    const store = ['--store', 'demo-store', '--json']
    const report = run('npx', ['unit-compositor', 'import', join(demo, course), ...store])
    expect(JSON.parse(report)).toMatchObject({ kind: 'course', published: true })
  }, 120_000)

  describeAdapters(() => room)
  describeFreshPackage(() => room)
  describePorts(() => room)
})
