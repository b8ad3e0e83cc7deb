import { CompositorError } from '../../runtime/errors/index.js'
import type { CompiledControl, CompiledInput, CompiledResponse } from './compiled-problem.js'
import { compileAnnotationInput } from './inputs/annotation-input.js'
import { compileChoiceGroup } from './inputs/choice-group.js'
import { compileChoiceTextGroup } from './inputs/choice-text-group.js'
import { compileDragAndDropInput } from './inputs/drag-and-drop-input.js'
import { compileImageInput } from './inputs/image-input.js'
import type { InputPlace } from './inputs/input-place.js'
import { compileJsInput } from './inputs/js-input.js'
import { compileMoleculeInput } from './inputs/molecule-input.js'
import { compileOptionInput } from './inputs/option-input.js'
import { compileTextArea } from './inputs/text-area.js'
import { compileTextLine } from './inputs/text-line.js'
import { responseTags, unanswerableInputs } from './response-tags.js'
import { compileAnnotation } from './responses/annotation-response.js'
import { compileChoice } from './responses/choice-response.js'
import { compileChoiceText } from './responses/choice-text-response.js'
import { compileCustom } from './responses/custom-response.js'
import { compileFormula } from './responses/formula-response.js'
import { compileImage } from './responses/image-response.js'
import { compileMultipleChoice } from './responses/multiple-choice-response.js'
import { compileNumerical } from './responses/numerical-response.js'
import { compileOption } from './responses/option-response.js'
import { onlyInput, type ResponseSource } from './responses/response-source.js'
import { compileString } from './responses/string-response.js'
import { compileSymbolic } from './responses/symbolic-response.js'
import { compileUngraded } from './responses/ungraded-response.js'

/** Compiles how a response is graded. @throws CompositorError `problem-unsupported` */
export function compileResponse(source: ResponseSource): Exclude<CompiledResponse, { kind: 'unsupported' }> {
  const { name } = source.element
  const allowed = responseTags.get(name)
  if (allowed === undefined || allowed.length === 0) {
    throw new CompositorError('problem-unsupported', `<${name}> is not supported.`)
  }
  const foreign = source.inputs.find(({ element }) => !allowed.includes(element.name))
  if (foreign !== undefined) {
    const valid = allowed.map((tag) => `<${tag}>`).join(' or ')
    throw new CompositorError(
      'problem-unsupported',
      `<${name}> takes ${valid}, not <${foreign.element.name}>.`,
    )
  }
  if (source.inputs.length === 0) onlyInput(source)
  switch (name) {
    case 'multiplechoiceresponse':
      return compileMultipleChoice(source, 'multiplechoice')
    case 'truefalseresponse':
      return compileMultipleChoice(source, 'truefalse')
    case 'choiceresponse':
      return compileChoice(source)
    case 'optionresponse':
      return compileOption(source)
    case 'stringresponse':
      return compileString(source)
    case 'numericalresponse':
      return compileNumerical(source)
    case 'formularesponse':
      return compileFormula(source)
    case 'symbolicresponse':
      return compileSymbolic(source)
    case 'choicetextresponse':
      return compileChoiceText(source)
    case 'annotationresponse':
      return compileAnnotation(source)
    case 'customresponse':
    case 'schematicresponse':
      return compileCustom(source)
    case 'coderesponse':
    case 'externalresponse':
    case 'jsmeresponse':
      return compileUngraded(source)
    default:
      return compileImage(source)
  }
}

/**
 * Compiles how an input of a response is shown.
 * @throws CompositorError `problem-unsupported` for one that nobody could answer here
 */
export function compileInput(place: InputPlace, response: CompiledResponse): CompiledInput {
  const input = { ...compileControl(place, response), asked: place.asked }
  return response.kind === 'ungraded' ? { ...input, ungraded: true } : input
}

function compileControl(place: InputPlace, response: CompiledResponse): CompiledControl {
  const { name } = place.source.element
  if (unanswerableInputs.has(name)) {
    throw new CompositorError('problem-unsupported', `<${name}> cannot be answered here.`)
  }
  switch (name) {
    case 'optioninput':
      return compileOptionInput(place)
    case 'imageinput':
      return compileImageInput(place)
    case 'choicegroup':
    case 'radiogroup':
    case 'checkboxgroup': {
      const choices = 'choices' in response ? response.choices : []
      return compileChoiceGroup(
        place,
        choices.map((choice) => choice.name),
      )
    }
    case 'radiotextgroup':
    case 'checkboxtextgroup':
      return compileChoiceTextGroup(place)
    case 'annotationinput':
      return compileAnnotationInput(place)
    case 'drag_and_drop_input':
      return compileDragAndDropInput(place)
    case 'jsinput':
      return compileJsInput(place)
    case 'jsme':
      return compileMoleculeInput(place)
    case 'textbox':
    case 'codeinput':
    case 'matlabinput':
    case 'schematic':
      return compileTextArea(place)
    default:
      return compileTextLine(place)
  }
}
