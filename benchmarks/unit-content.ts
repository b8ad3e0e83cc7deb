import type { ComposedBlock } from '../runtime/index.js'

/** Types of blocks that are named. */
const most = 4

/** What is in a unit that may make it dear: its blocks by type, formulas and scripts. */
export function contentOf(root: ComposedBlock): string[] {
  const types = new Map<string, { count: number; characters: number }>()
  let formulas = 0
  let scripts = 0
  const walk = (block: ComposedBlock): void => {
    const text = JSON.stringify(block.fields)
    const { count, characters } = types.get(block.type) ?? { count: 0, characters: 0 }
    types.set(block.type, { count: count + 1, characters: characters + text.length })
    formulas += text.split(/\\\\\(|\\\\\[|\[mathjax/).length - 1
    if (/<script[^>]*python/.test(text)) scripts++
    block.children.forEach(walk)
  }
  root.children.forEach(walk)
  const sorted = [...types].sort(([, one], [, other]) => other.characters - one.characters).slice(0, most)
  return [
    ...sorted.map(
      ([type, { count, characters }]) => `${count} ${type} of ${thousands(characters)} characters`,
    ),
    ...(formulas > 0 ? [`${formulas} ${formulas === 1 ? 'formula' : 'formulas'}`] : []),
    ...(scripts > 0
      ? [
          `${scripts} ${scripts === 1 ? 'problem' : 'problems'} with a script, which runs in a process of its own for each learner`,
        ]
      : []),
  ]
}

function thousands(count: number): string {
  return count < 1000 ? String(count) : `${(count / 1000).toFixed(0)},000`
}
