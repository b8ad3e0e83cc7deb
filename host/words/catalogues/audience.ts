import type { Translations } from '../translations.js'

export default {
  'Learners do not see this any more.': {
    ar: 'لم يعد المتعلمون يرون هذا.',
    es: 'Los estudiantes ya no ven esto.',
    fr: 'Les apprenants ne voient plus ceci.',
    zh: '学习者已看不到此内容。',
  },
  'Learners do not see this since {date}, when it was due.': {
    ar: 'لا يرى المتعلمون هذا منذ {date}، موعد التسليم.',
    es: 'Los estudiantes no ven esto desde el {date}, cuando venció el plazo.',
    fr: 'Les apprenants ne voient plus ceci depuis le {date}, date limite.',
    zh: '自截止时间 {date} 起，学习者看不到此内容。',
  },
  'Learners do not see this yet.': {
    ar: 'لا يرى المتعلمون هذا بعد.',
    es: 'Los estudiantes todavía no ven esto.',
    fr: 'Les apprenants ne voient pas encore ceci.',
    zh: '学习者尚看不到此内容。',
  },
  'Learners do not see this: it is for staff only.': {
    ar: 'لا يرى المتعلمون هذا: إنه لفريق العمل فقط.',
    es: 'Los estudiantes no ven esto: es solo para el profesorado.',
    fr: 'Les apprenants ne voient pas ceci : c’est réservé à l’équipe.',
    zh: '学习者看不到此内容：仅供教学人员查看。',
  },
  'Learners see this from {date}.': {
    ar: 'يرى المتعلمون هذا ابتداءً من {date}.',
    es: 'Los estudiantes ven esto desde el {date}.',
    fr: 'Les apprenants verront ceci à partir du {date}.',
    zh: '学习者自 {date} 起可看到此内容。',
  },
  'Only learners of some groups see this.': {
    ar: 'لا يرى هذا إلا متعلمو بعض المجموعات.',
    es: 'Solo lo ven los estudiantes de algunos grupos.',
    fr: 'Seuls les apprenants de certains groupes voient ceci.',
    zh: '只有部分小组的学习者能看到此内容。',
  },
} as const satisfies Translations
