import { toSay } from '../../../runtime/words/index.js'
import type { CompiledControl } from '../compiled-problem.js'
import { markedHole } from '../word-hole.js'
import type { InputPlace } from './input-place.js'
import { compileTextLine } from './text-line.js'

/**
 * Compiles a `<jsme>`: a molecule, written as SMILES. The answer inside it is for graders only, and the drawing that
 * its author begins with is one for an editor that is not here (docs/decisions/0016).
 */
export function compileMoleculeInput(place: InputPlace): CompiledControl {
  const asSmiles = {
    id: `smiles_\0_${place.source.id}`,
    html: markedHole(toSay('Write the molecule as SMILES, for example {example} for ethanol.'), {
      example: '<code>CCO</code>',
    }),
  }
  return compileTextLine({ ...place, descriptions: [...place.descriptions, asSmiles] })
}
