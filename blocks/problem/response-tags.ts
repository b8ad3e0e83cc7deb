/** Inputs whose answers are for a program of the author's to judge. */
const anyInput = [
  'textline',
  'textbox',
  'crystallography',
  'chemicalequationinput',
  'vsepr_input',
  'drag_and_drop_input',
  'editamoleculeinput',
  'designprotein2dinput',
  'editageneinput',
  'annotationinput',
  'jsinput',
  'formulaequationinput',
]

/** Response elements that take a number in a problem, and the inputs those we grade may hold. */
export const responseTags: ReadonlyMap<string, readonly string[]> = new Map([
  ['multiplechoiceresponse', ['choicegroup']],
  ['truefalseresponse', ['choicegroup']],
  ['choiceresponse', ['checkboxgroup', 'radiogroup']],
  ['optionresponse', ['optioninput']],
  ['stringresponse', ['textline']],
  ['numericalresponse', ['textline', 'formulaequationinput']],
  ['formularesponse', ['textline', 'formulaequationinput']],
  ['imageresponse', ['imageinput']],
  ['customresponse', anyInput],
  ['symbolicresponse', ['textline', 'formulaequationinput']],
  ['schematicresponse', ['schematic']],
  ['externalresponse', anyInput],
  ['coderesponse', ['textbox', 'codeinput', 'filesubmission', 'matlabinput']],
  ['jsmeresponse', ['jsme']],
  ['annotationresponse', ['annotationinput']],
  ['choicetextresponse', ['radiotextgroup', 'checkboxtextgroup']],
])

/** Responses that cannot be graded without a script. */
export const scriptedResponses: ReadonlySet<string> = new Set(['customresponse', 'schematicresponse'])

/** Elements that take an answer. */
export const inputTags: ReadonlySet<string> = new Set([
  'choicegroup',
  'radiogroup',
  'checkboxgroup',
  'optioninput',
  'textline',
  'formulaequationinput',
  'imageinput',
  'textbox',
  'codeinput',
  'filesubmission',
  'matlabinput',
  'schematic',
  'crystallography',
  'vsepr_input',
  'chemicalequationinput',
  'drag_and_drop_input',
  'editamoleculeinput',
  'designprotein2dinput',
  'editageneinput',
  'annotationinput',
  'radiotextgroup',
  'checkboxtextgroup',
  'javascriptinput',
  'jsinput',
  'jsme',
])

/** Inputs that need an editor or a service that is not here: their question is shown with a notice. */
export const unanswerableInputs: ReadonlySet<string> = new Set([
  'filesubmission',
  'editamoleculeinput',
  'designprotein2dinput',
  'editageneinput',
  'javascriptinput',
])

/** Whether an element asks for an answer, also one of a kind we do not know. */
export function isResponse(name: string): boolean {
  return responseTags.has(name) || /^[a-z]+response$/.test(name)
}
