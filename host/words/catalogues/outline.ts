import type { Translations } from '../translations.js'

export default {
  'Due {date} ({when})': {
    ar: 'موعد التسليم {date} ({when})',
    es: 'Entrega: {date} ({when})',
    fr: 'À rendre le {date} ({when})',
    zh: '截止时间 {date}（{when}）',
  },
  'Was due {date}': {
    ar: 'انتهى موعد التسليم {date}',
    es: 'Venció el {date}',
    fr: 'Était à rendre le {date}',
    zh: '已于 {date} 截止',
  },
  Done: {
    ar: 'تم',
    es: 'Hecho',
    fr: 'Terminé',
    zh: '已完成',
  },
  'Your score in the open sections: <strong>{earned} of {possible}</strong> points.': {
    ar: 'درجتك في الأقسام المفتوحة: <strong>{earned} من {possible}</strong> نقطة.',
    es: 'Tu puntuación en las secciones abiertas: <strong>{earned} de {possible}</strong> puntos.',
    fr: 'Votre score dans les sections ouvertes : <strong>{earned} sur {possible}</strong> points.',
    zh: '您在已开放章节中的得分：<strong>{earned} / {possible}</strong> 分。',
  },
  'Your score so far: <strong>{earned} of {possible}</strong> points.': {
    ar: 'درجتك حتى الآن: <strong>{earned} من {possible}</strong> نقطة.',
    es: 'Tu puntuación hasta ahora: <strong>{earned} de {possible}</strong> puntos.',
    fr: 'Votre score jusqu’ici : <strong>{earned} sur {possible}</strong> points.',
    zh: '您目前的得分：<strong>{earned} / {possible}</strong> 分。',
  },
  '{pages, plural, one {# page is} other {# pages are}} not counted yet.': {
    ar: '{pages, plural, zero {لا صفحات لم تُحتسب بعد} one {صفحة واحدة لم تُحتسب بعد} two {صفحتان لم تُحتسبا بعد} few {# صفحات لم تُحتسب بعد} many {# صفحة لم تُحتسب بعد} other {# صفحة لم تُحتسب بعد}}.',
    es: '{pages, plural, one {# página aún no se ha contado} other {# páginas aún no se han contado}}.',
    fr: '{pages, plural, one {# page n’est pas encore comptée} other {# pages ne sont pas encore comptées}}.',
    zh: '{pages, plural, other {# 个页面尚未计分}}。',
  },
} as const satisfies Translations
