import type { BlockReport } from '../../runtime/index.js'
import type { PageWords } from '../words/index.js'

type Columns = BlockReport['columns']

/** The columns of a list of responses, titled in the language of who reads it. */
export function responseColumns(words: PageWords): Columns {
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

/** The columns of what a bank gave, titled in the language of who reads it. */
export function givenColumns(words: PageWords): Columns {
  return learnerColumns(words, [
    ['place', words.say('Place'), 'number'],
    ['given', words.say('Given'), 'text'],
    ['earned', words.say('Points earned'), 'number'],
    ['possible', words.say('Points possible'), 'number'],
  ])
}

/** The columns of lists in files for those who teach, which begin with who a learner is. */
function learnerColumns(
  words: PageWords,
  further: readonly (readonly [name: string, title: string, type: 'text' | 'number'])[],
): Columns {
  const who = [
    ['id', words.say('Id'), 'text'],
    ['name', words.say('Name'), 'text'],
    ['username', words.say('Username'), 'text'],
    ['email', words.say('Mail'), 'text'],
  ] as const
  return [...who, ...further].map(([name, title, type]) => ({ name, title, type }))
}
