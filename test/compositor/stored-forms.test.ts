import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { Compositor } from '../../compositor/index.js'
import { StoredForms } from '../../compositor/stored-forms.js'
import { pluginSetName } from '../../plugins/index.js'
import type { ComposedUnit } from '../../runtime/index.js'
import { memoryStore } from '../../store/index.js'
import { inCourse, practicePlugin, practiceTypes, publishUnits, unit } from './published.js'

const folder = mkdtempSync(join(tmpdir(), 'forms-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('composed forms', () => {
  it('are found by the next process, and composed by none', async () => {
    const types = await practiceTypes()
    const page = unit(inCourse('vertical', '1', { children: [inCourse('problem', 'p')] }))
    const store = await publishUnits(memoryStore(), [page])
    const plugins = { specifiers: [practicePlugin] }
    const opened = async () => {
      await using compositor = new Compositor({ store, types, plugins })
      const made = await compositor.unit(page.unit.key)
      const { inline, pooled } = compositor.stats()
      return { made, composed: inline + pooled }
    }
    const first = await opened()
    const second = await opened()
    expect([first.composed, second.composed]).toEqual([1, 0])
    expect(second.made).toEqual(first.made)
  })

  const whole: ComposedUnit = {
    key: 'k',
    context: 'c',
    version: 'v',
    root: { key: 'k', type: 'html', definition: '', fields: { data: 'two\nlines' }, children: [] },
  }
  const texts = [JSON.stringify({ ms: 1, unit: whole })]

  function forms(by: string | undefined, kept = new Map<string, readonly string[]>()) {
    let made = 0
    const store = {
      form: async (name: string) => kept.get(name),
      keepForm: async (name: string, all: readonly string[]) => void kept.set(name, all),
    }
    const stored = new StoredForms(store, by)
    const get = async (version: string, form = { unit: whole, size: 1, isWhole: true, texts }) => {
      const { unit: given } = await stored.get(version, undefined, async () => (made++, form))
      await stored.close()
      return given
    }
    return { get, kept, made: () => made }
  }

  it('are of one code alone: another composes its own, which needs no publish', async () => {
    const old = forms('old')
    await old.get('v')
    const other = forms('other', old.kept)
    expect(await other.get('v')).toEqual(whole)
    expect(await forms('old', old.kept).get('v')).toEqual(whole)
    expect([old.made(), other.made(), old.kept.size]).toEqual([1, 1, 2])
  })

  it('are not kept of what failed, nor where the code has no name, and made anew where they are damaged', async () => {
    const failed = forms('code')
    await failed.get('v', { unit: whole, size: 1, isWhole: false, texts })
    const telling = texts.map((text) => text.replace('"two', '"code":"block-failed", "two'))
    await failed.get('w', { unit: whole, size: 1, isWhole: true, texts: telling })
    const nameless = forms(undefined)
    await nameless.get('v')
    expect([failed.kept.size, nameless.kept.size]).toEqual([0, 0])
    const damaged = forms('code', new Map([['v:code', ['{"unit']]]))
    expect(await damaged.get('v')).toEqual(whole)
    expect(damaged.made()).toBe(1)
  })
})

describe('the name of the code that composes', () => {
  it('says what is in the files of a plugin, and not where or since when they are there', () => {
    const at = (name: string, text: string) => {
      const path = join(folder, name)
      writeFileSync(path, text)
      return pathToFileURL(path).href
    }
    writeFileSync(join(folder, 'package.json'), '{"name":"of-forms"}')
    const plugin = at('plugin.js', 'export const one = 1')
    const before = pluginSetName({ specifiers: [plugin] })
    at('plugin.js', 'export const one = 2')
    const after = pluginSetName({ specifiers: [plugin] })
    at('plugin.js', 'export const one = 1')
    expect(before).toBeDefined()
    expect(after).not.toBe(before)
    expect(pluginSetName({ specifiers: [plugin] })).toBe(before)
  })

  it('is the same on two machines that installed a plugin at other times in other folders', () => {
    const installed = (machine: string, day: number, text = 'export const one = 1') => {
      const own = join(folder, machine)
      mkdirSync(own)
      const files = { 'package.json': '{"name":"of-machines"}', 'plugin.js': text, 'other.js': text }
      for (const [name, content] of Object.entries(files)) {
        writeFileSync(join(own, name), content)
        utimesSync(join(own, name), day * 86_400, day * 86_400)
      }
      return (module: string) =>
        pluginSetName({ specifiers: [pathToFileURL(join(own, module)).href] }) ?? 'not known'
    }
    const [here, there] = [installed('here', 1), installed('there', 20_000)]
    const edited = installed('edited', 1, 'export const one = 2')
    expect(here('plugin.js')).not.toBe('not known')
    expect(there('plugin.js')).toBe(here('plugin.js'))
    // Another module of the package, and as long a text of the same day.
    expect(here('other.js')).not.toBe(here('plugin.js'))
    expect(edited('plugin.js')).not.toBe(here('plugin.js'))
  })
})
