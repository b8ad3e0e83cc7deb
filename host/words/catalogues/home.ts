import type { Translations } from '../translations.js'

export default {
  Course: {
    ar: 'المقرر',
    es: 'Curso',
    fr: 'Cours',
    zh: '课程',
  },
  Courses: {
    ar: 'المقررات',
    es: 'Cursos',
    fr: 'Cours',
    zh: '课程',
  },
  Libraries: {
    ar: 'المكتبات',
    es: 'Bibliotecas',
    fr: 'Bibliothèques',
    zh: '内容库',
  },
  'Libraries of authors': {
    ar: 'مكتبات المؤلفين',
    es: 'Bibliotecas de autores',
    fr: 'Bibliothèques des auteurs',
    zh: '作者的内容库',
  },
  'Nothing is published yet. Import a course: <code>unit-compositor import PATH</code>': {
    ar: 'لم يُنشر شيء بعد. استورد مقررًا: <code>unit-compositor import PATH</code>',
    es: 'Todavía no hay nada publicado. Importa un curso: <code>unit-compositor import PATH</code>',
    fr: 'Rien n’est encore publié. Importez un cours : <code>unit-compositor import PATH</code>',
    zh: '尚未发布任何内容。导入课程：<code>unit-compositor import PATH</code>',
  },
  Pathways: {
    ar: 'مسارات التعلم',
    es: 'Itinerarios',
    fr: 'Parcours',
    zh: '学习路径',
  },
  'Pathways of authors': {
    ar: 'مسارات المؤلفين',
    es: 'Itinerarios de autores',
    fr: 'Parcours des auteurs',
    zh: '作者的学习路径',
  },
  'version {version}': {
    ar: 'الإصدار {version}',
    es: 'versión {version}',
    fr: 'version {version}',
    zh: '版本 {version}',
  },
  '{count, plural, one {# block} other {# blocks}}': {
    ar: '{count, plural, zero {لا كتل} one {كتلة واحدة} two {كتلتان} few {# كتل} many {# كتلة} other {# كتلة}}',
    es: '{count, plural, one {# bloque} other {# bloques}}',
    fr: '{count, plural, one {# bloc} other {# blocs}}',
    zh: '{count, plural, other {# 个块}}',
  },
  '{count, plural, one {# unit} other {# units}}': {
    ar: '{count, plural, zero {لا وحدات} one {وحدة واحدة} two {وحدتان} few {# وحدات} many {# وحدة} other {# وحدة}}',
    es: '{count, plural, one {# unidad} other {# unidades}}',
    fr: '{count, plural, one {# unité} other {# unités}}',
    zh: '{count, plural, other {# 个单元}}',
  },
} as const satisfies Translations
