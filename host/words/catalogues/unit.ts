import type { Translations } from '../translations.js'

export default {
  'This section': {
    ar: 'هذا القسم',
    es: 'Esta sección',
    fr: 'Cette section',
    zh: '本章',
  },
  'Units of this part: {place} of {count}': {
    ar: 'وحدات هذا الجزء: {place} من {count}',
    es: 'Unidades de esta parte: {place} de {count}',
    fr: 'Unités de cette partie : {place} sur {count}',
    zh: '本部分的单元：{place} / {count}',
  },
  'Score: {earned} of {possible}': {
    ar: 'الدرجة: {earned} من {possible}',
    es: 'Puntuación: {earned} de {possible}',
    fr: 'Score : {earned} sur {possible}',
    zh: '得分：{earned} / {possible}',
  },
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
