import type { Translations } from '../translations.js'

export default {
  Units: {
    ar: 'الوحدات',
    es: 'Unidades',
    fr: 'Unités',
    zh: '单元',
  },
  'What learners see': {
    ar: 'ما يراه المتعلمون',
    es: 'Lo que ven los estudiantes',
    fr: 'Ce que voient les apprenants',
    zh: '学习者看到的内容',
  },
  'What learners submitted here': {
    ar: 'ما قدّمه المتعلمون هنا',
    es: 'Lo que entregaron los estudiantes aquí',
    fr: 'Ce que les apprenants ont remis ici',
    zh: '学习者在此提交的内容',
  },
  '{place} of {count}': {
    ar: '{place} من {count}',
    es: '{place} de {count}',
    fr: '{place} sur {count}',
    zh: '{place} / {count}',
  },
} as const satisfies Translations
