import type { XmlElement } from '../../../runtime/olx/index.js'
import { pythonAt } from './problem-script.js'

/** A function of the script that looks at the grades of one response and gives hints. Never sent to a learner. */
export interface HintFunction {
  readonly inputs: readonly string[]
  readonly name: string
  /** Python that calls it. */
  readonly code: string
}

/** What `<hintgroup hintfn="…">` of a response says; undefined where hints are not a function's. */
export function hintFunctionName(response: XmlElement): string | undefined {
  return response.element('hintgroup')?.attribute('hintfn')
}

export function compileHintFunction(
  response: XmlElement,
  inputs: readonly string[],
): HintFunction | undefined {
  const name = hintFunctionName(response)
  const group = response.element('hintgroup')
  if (name === undefined || group === undefined) return undefined
  const code = [
    'from capa.correctmap import CorrectMap',
    'new_cmap, old_cmap = CorrectMap(), CorrectMap()',
    'new_cmap.set_dict(new_cmap_dict)',
    'old_cmap.set_dict(old_cmap_dict)',
    `${name}(answer_ids, student_answers, new_cmap, old_cmap)`,
    'new_cmap_dict = new_cmap.get_dict()',
  ]
  return { inputs, name, code: pythonAt(group.line, code.join('; ')) }
}
