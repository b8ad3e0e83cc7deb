/** Reads what a built module exports, out of its `.d.ts` files. */
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * @typedef {object} Declaration
 * @property {string} name what it is exported as
 * @property {string} kind such as `class`
 * @property {string} file the `.d.ts` file that declares it
 * @property {string} doc its docstring, without the asterisks; empty where it has none
 * @property {string} text as TypeScript, without what is private or internal
 */

const modules = new Map()

/**
 * The exports of a module, those it passes on included, in order.
 * @param {string} file a `.d.ts` file
 * @returns {Promise<{about: string, declarations: Declaration[]}>} with the comment at the module's top
 */
export async function exportsOf(file) {
  const { about, declared, passedOn } = await moduleOf(file)
  const all = []
  for (const one of passedOn) {
    const from = one.from === undefined ? undefined : join(dirname(file), one.from.replace(/\.js$/, '.d.ts'))
    const there = from === undefined ? [...declared.values()] : (await exportsOf(from)).declarations
    if (one.names === undefined) all.push(...there)
    else for (const { name, as } of one.names) all.push({ ...found(there, name, file), name: as })
  }
  all.push(...[...declared.values()].filter(({ exported }) => exported))
  return { about, declarations: all }
}

function found(declarations, name, file) {
  const one = declarations.find((it) => it.name === name)
  if (one === undefined) throw new Error(`${file} exports ${name}, which could not be found.`)
  return one
}

function moduleOf(file) {
  if (!modules.has(file)) modules.set(file, readModule(file))
  return modules.get(file)
}

/** The compiler writes top-level statements from the first column on, and ends them there with `;` or `}`. */
async function readModule(file) {
  const lines = (await readFile(file, 'utf8')).split('\n')
  const declared = new Map()
  const passedOn = []
  let about = ''
  let comment = ''
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at]
    const isComment = first.startsWith('/*')
    const start = at
    const ends = isComment ? /\*\/$/ : /^\S.*;$|^\}$/
    while (at < lines.length - 1 && !ends.test(lines[at])) at++
    const text = lines.slice(start, at + 1).join('\n')
    if (isComment) {
      comment = text
      if (start === 0) about = docOf(text)
      continue
    }
    const passing = /^export (?:type )?(\*|\{[^}]*\})(?: from '(.*)')?;/s.exec(text)
    if (passing) passedOn.push({ from: passing[2], names: namesIn(passing[1]) })
    else declare(declared, file, text, docOf(comment))
    comment = ''
  }
  return { about, declared, passedOn }
}

function declare(declared, file, text, doc) {
  const found = /^(export )?(?:declare )?((?:abstract )?class|function|const|interface|type|enum) (\w+)/.exec(
    text,
  )
  if (!found) return
  const [, exported, kind, name] = found
  const before = declared.get(name)
  const own = publicPart(text)
  declared.set(name, {
    name,
    kind,
    file,
    exported: exported !== undefined,
    doc: before?.doc || doc,
    text: before ? `${before.text}\n${own}` : own,
  })
}

/** The names in braces; undefined for all. */
function namesIn(braces) {
  if (braces === '*') return undefined
  return braces
    .slice(1, -1)
    .split(',')
    .map((one) => one.trim().replace(/^type /, ''))
    .filter((one) => one !== '')
    .map((one) => ({ name: one.split(' as ')[0], as: one.split(' as ').at(-1) }))
}

/** A docstring's text. */
function docOf(comment) {
  return comment
    .replace(/^\/\*\*?\s?|\s*\*\/$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .trim()
}

/** A declaration as its users see it. */
function publicPart(text) {
  return text
    .replace(/^export /, '')
    .replace(/^declare /, '')
    .replace(/import\("[^"]*"\)\./g, '')
    .replace(/^ {4}\/\*\*(?:(?!\*\/)[^])*?@internal[^]*?\*\/\n {4}\S.*(?:\n {5,}.*|\n {4}\}.*)*\n/gm, '')
    .replace(
      /(?:^ {4}\/\*\*(?:(?!\*\/)[^])*?\*\/\n)?^ {4}(?:private |#private).*(?:\n {5,}.*|\n {4}\}.*)*\n/gm,
      '',
    )
}
