import { wordsByLanguage, type Translations } from '../../runtime/words/index.js'
import bankFields from './bank-fields.js'
import containers from './containers.js'
import fields from './fields.js'
import pollFields from './poll-fields.js'
import polls from './polls.js'
import problemAnswers from './problem-answers.js'
import problemFields from './problem-fields.js'
import problemQuestions from './problem-questions.js'
import problemScript from './problem-script.js'
import problem from './problem.js'
import videoFields from './video-fields.js'
import video from './video.js'

/** What our block types say, in all our languages: a file for each kind of block. */
export const catalogues: readonly Translations[] = [
  containers,
  polls,
  problem,
  problemAnswers,
  problemQuestions,
  problemScript,
  video,
]

/** What our block types say of their fields to authors: labels, help, names of values. Texts as they are, not messages. */
export const fieldCatalogues: readonly Translations[] = [
  bankFields,
  fields,
  pollFields,
  problemFields,
  videoFields,
]

/** The same by language. */
export const blockWords = wordsByLanguage([...catalogues, ...fieldCatalogues])
