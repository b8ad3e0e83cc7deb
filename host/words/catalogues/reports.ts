import type { Translations } from '../translations.js'

export default {
  'Answers as a spreadsheet (CSV)': {
    ar: 'الإجابات كجدول بيانات (CSV)',
    es: 'Respuestas en hoja de cálculo (CSV)',
    fr: 'Réponses en feuille de calcul (CSV)',
    zh: '作答电子表格 (CSV)',
  },
  'Attempts on average': {
    ar: 'متوسط المحاولات',
    es: 'Intentos de media',
    fr: 'Essais en moyenne',
    zh: '平均尝试次数',
  },
  'Choose a unit to see what its learners answered.': {
    ar: 'اختر وحدة لترى ما أجاب به متعلموها.',
    es: 'Elige una unidad para ver qué respondieron sus estudiantes.',
    fr: 'Choisissez une unité pour voir ce que les apprenants ont répondu.',
    zh: '选择一个单元，查看学习者的作答情况。',
  },
  'Discrimination (from -1 to 1)': {
    ar: 'التمييز (من -1 إلى 1)',
    es: 'Discriminación (de -1 a 1)',
    fr: 'Discrimination (de -1 à 1)',
    zh: '区分度（-1 到 1）',
  },
  'Fewer than {fewest} learners have handed something in: of so few nothing is told.': {
    ar: 'سلّم أقل من {fewest} متعلمين شيئًا: لا يُذكر شيء عن عدد قليل كهذا.',
    es: 'Menos de {fewest} estudiantes han entregado algo: de tan pocos no se dice nada.',
    fr: 'Moins de {fewest} apprenants ont remis quelque chose : d’un si petit nombre rien n’est dit.',
    zh: '提交的学习者少于 {fewest} 人：人数太少，不显示数据。',
  },
  'Learners and submissions': {
    ar: 'المتعلمون وتسليماتهم',
    es: 'Estudiantes y entregas',
    fr: 'Apprenants et réponses remises',
    zh: '学习者与提交',
  },
  'Nothing is handed in in this unit.': {
    ar: 'لا يُسلَّم شيء في هذه الوحدة.',
    es: 'En esta unidad no se entrega nada.',
    fr: 'Rien n’est à remettre dans cette unité.',
    zh: '本单元没有需要提交的内容。',
  },
  'Question {number}': {
    ar: 'السؤال {number}',
    es: 'Pregunta {number}',
    fr: 'Question {number}',
    zh: '问题 {number}',
  },
  Reports: {
    ar: 'التقارير',
    es: 'Informes',
    fr: 'Rapports',
    zh: '报告',
  },
  'Right at the first try': {
    ar: 'صحيحة من أول محاولة',
    es: 'Correctas al primer intento',
    fr: 'Justes au premier essai',
    zh: '首次答对',
  },
  Share: {
    ar: 'النسبة',
    es: 'Proporción',
    fr: 'Part',
    zh: '占比',
  },
  'Stuck: {attempts} attempts or more, and no point': {
    ar: 'متعثّرون: {attempts} محاولات أو أكثر وبلا نقاط',
    es: 'Atascados: {attempts} intentos o más y ningún punto',
    fr: 'Bloqués : {attempts} essais ou plus, et aucun point',
    zh: '受阻：{attempts} 次或更多尝试且未得分',
  },
  'These figures are of some of the learners.': {
    ar: 'هذه الأرقام لبعض المتعلمين.',
    es: 'Estas cifras son de una parte de los estudiantes.',
    fr: 'Ces chiffres portent sur une partie des apprenants.',
    zh: '这些数据仅来自部分学习者。',
  },
  '{attempts, plural, one {# attempt} other {# attempts}}': {
    ar: '{attempts, plural, zero {لا محاولات} one {محاولة واحدة} two {محاولتان} few {# محاولات} many {# محاولة} other {# محاولة}}',
    es: '{attempts, plural, one {# intento} other {# intentos}}',
    fr: '{attempts, plural, one {# essai} other {# essais}}',
    zh: '{attempts, plural, other {# 次尝试}}',
  },
} as const satisfies Translations
