import { wordsByLanguage, type Translations } from '../../runtime/words/index.js'
import containers from './containers.js'
import polls from './polls.js'
import problemAnswers from './problem-answers.js'
import problemQuestions from './problem-questions.js'
import problemScript from './problem-script.js'
import problem from './problem.js'
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

/** The same by language. */
export const blockWords = wordsByLanguage(catalogues)
