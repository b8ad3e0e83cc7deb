import type { BlockReport } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { learnerColumns } from './learner-columns.js'

/** The columns of a list of responses, titled in the language of who reads it. */
export function responseColumns(words: PageWords): BlockReport['columns'] {
  return learnerColumns(words, [
    ['attempt', words.say('Attempt'), 'number'],
    ['time', words.say('Time'), 'text'],
    ['earned', words.say('Points earned'), 'number'],
    ['possible', words.say('Points possible'), 'number'],
    ['question', words.say('Question'), 'text'],
    ['answer', words.say('Answer'), 'text'],
    ['correctness', words.say('Correctness'), 'text'],
    ['remark', words.say('Remark'), 'text'],
  ])
}
