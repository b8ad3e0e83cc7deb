import type { BlockReport } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'

type Columns = BlockReport['columns']

/** The columns of lists in files for those who teach, which begin with who a learner is. */
export function learnerColumns(
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
