export { PageWords, type MessageParts } from './page-words.js'
export { englishWords, shippedWords, SiteWords } from './site-words.js'
export { toSay } from '../../runtime/words/index.js'
