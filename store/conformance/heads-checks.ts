import assert from 'node:assert/strict'
import type { Heads } from '../heads.js'
import { byBytes } from '../kept-form.js'
import { names, refusedNames, refusedTexts, texts } from './sample-texts.js'
import type { CheckedPlace } from './store-subject.js'
import { eventually } from './waiting.js'

const set = (name: string, before: string | undefined, after: string | undefined) => ({ name, before, after })

/** Moves one from a head to another, as often as somebody else was there before. */
async function moveOne(heads: Heads, from: string, to: string): Promise<void> {
  for (;;) {
    const [left, right] = await heads.texts([from, to])
    const isMoved = await heads.change([
      set(from, left, String(Number(left) - 1)),
      set(to, right, String(Number(right) + 1)),
    ])
    if (isMoved) return
  }
}

/** What heads of any driver do. */
export const headsChecks: Readonly<Record<string, (place: CheckedPlace) => Promise<void>>> = {
  'changes several heads in one step, or none': async (place) => {
    const [{ heads }, other] = [await place.open(), await place.open()]
    assert.equal(await heads.change([set('a', undefined, '1'), set('b', undefined, '')]), true)
    assert.equal(await other.heads.change([set('a', undefined, '2')]), false)
    assert.equal(await other.heads.change([set('a', '1', '2'), set('b', undefined, '2')]), false)
    assert.equal(await other.heads.change([set('c', 'x', '2'), set('a', '1', '2')]), false)
    assert.deepEqual(await other.heads.texts(['a', 'b', 'c', 'a']), ['1', '', undefined, '1'])
    assert.equal(
      await other.heads.change([set('b', '', undefined), set('a', '1', '2'), set('c', undefined, '3')]),
      true,
    )
    assert.deepEqual(await heads.texts(['c', 'b', 'a']), ['3', undefined, '2'])
    assert.equal(await heads.change([set('a', '2', '2'), set('b', undefined, undefined)]), true)
    assert.equal(await heads.change([]), true)
    assert.deepEqual(await heads.names(''), ['a', 'c'])
  },

  'tells names apart, keeps texts as they are, and names those that begin so in order': async (place) => {
    const { heads } = await place.open()
    const textOf = (one: number) => texts[one % texts.length] ?? ''
    assert.equal(await heads.change(names.map((name, one) => set(name, undefined, textOf(one)))), true)
    const kept = await heads.texts(names)
    assert.ok(kept.every((text, one) => text === textOf(one)))
    for (const prefix of ['', 'a', 'a%', 'a_', 'a\\', 'é', 'none']) {
      const expected = names.filter((name) => name.startsWith(prefix)).toSorted(byBytes)
      assert.deepEqual(await heads.names(prefix), expected, `Named by '${prefix}'.`)
    }
  },

  'refuses names and texts that not every driver keeps, and one head twice, and then changes nothing': async (
    place,
  ) => {
    const { heads } = await place.open()
    const good = set('good', undefined, 'good')
    for (const text of refusedTexts)
      await assert.rejects(heads.change([good, set('bad', undefined, text)]), TypeError)
    for (const name of refusedNames) {
      await assert.rejects(heads.change([good, set(name, undefined, 'bad')]), TypeError)
      assert.deepEqual(await heads.texts([name]), [undefined])
      assert.equal(heads.known(name)?.text, undefined)
    }
    await assert.rejects(heads.change([good, good]), TypeError)
    assert.deepEqual(await heads.names(''), [])
  },

  'loses none of the changes that many make at once': async (place) => {
    const stores = [await place.open(), await place.open()]
    const [{ heads } = await place.open()] = stores
    await heads.change([set('left', undefined, '1000'), set('right', undefined, '0')])
    await Promise.all(
      stores.flatMap((store) =>
        Array.from({ length: 8 }, async () => {
          for (let turn = 0; turn < 5; turn++) await moveOne(store.heads, 'left', 'right')
        }),
      ),
    )
    assert.deepEqual(await heads.texts(['left', 'right']), ['920', '80'])
  },

  'tells of changes within a second, wherever they are made, until nobody listens': async (place) => {
    const [here, there] = [await place.open(), await place.open()]
    const told = new Map<string, Set<string | undefined>>()
    const listen = (heads: Heads, who: string) => {
      const names = new Set<string | undefined>()
      told.set(who, names)
      return heads.watch((name) => names.add(name))
    }
    const watches = [listen(here.heads, 'here'), listen(there.heads, 'there')]
    const gone = listen(there.heads, 'gone')
    gone[Symbol.dispose]()
    const hears = (who: string, name: string) => {
      const names = told.get(who)
      return names?.has(name) === true || names?.has(undefined) === true
    }
    for (const [turn, store] of [here, there, here].entries()) {
      const name = `head ${turn}`
      for (const names of told.values()) names.clear()
      assert.equal(await store.heads.change([set(name, undefined, 'x')]), true)
      await eventually('both hosts are told', () => hears('here', name) && hears('there', name), 1000)
    }
    for (const watch of watches) watch[Symbol.dispose]()
    await here.heads.change([set('unheard', undefined, 'x')])
    assert.equal(told.get('gone')?.size, 0)
    assert.equal(hears('here', 'unheard'), false)
  },

  'knows at once what it has read, no more than a second old': async (place) => {
    const [here, there] = [await place.open(), await place.open()]
    await there.heads.change([set('a', undefined, '1')])
    assert.deepEqual(await here.heads.texts(['a', 'b']), ['1', undefined])
    const knows = (text: string | undefined, name = 'a') => here.heads.known(name)?.text === text
    await eventually('it knows what it has read', () => knows('1') && knows(undefined, 'b'), 1000)
    await there.heads.change([set('a', '1', '2'), set('b', undefined, '')])
    await eventually('it knows what another host changed', () => knows('2') && knows('', 'b'), 1000)
    assert.equal(await here.heads.change([set('a', '2', '3')]), true)
    assert.ok(knows('3'), 'It does not know at once what it changed itself.')
    await there.heads.change([set('a', '3', undefined)])
    await eventually('it knows that another host removed it', () => knows(undefined), 1000)
  },
}
