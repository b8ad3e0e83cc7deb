import { Catalogues } from '../words/catalogues.js'
import { wordsByLanguage } from '../words/translations.js'

/** What stands in place of blocks that failed, in the languages that we have words in. */
export const failureWords = {
  'This part of the page could not be shown.': {
    ar: 'تعذّر عرض هذا الجزء من الصفحة.',
    es: 'No se pudo mostrar esta parte de la página.',
    fr: 'Cette partie de la page n’a pas pu être affichée.',
    zh: '无法显示此页面的这一部分。',
  },
  'Learners see nothing here: the content cannot be shown.': {
    ar: 'لا يرى المتعلمون شيئًا هنا: لا يمكن عرض المحتوى.',
    es: 'Los estudiantes no ven nada aquí: el contenido no se puede mostrar.',
    fr: 'Les apprenants ne voient rien ici : le contenu ne peut pas être affiché.',
    zh: '学习者在此处看不到任何内容：内容无法显示。',
  },
} as const

export const failureCatalogues = new Catalogues(wordsByLanguage([failureWords]), false)
