import type { Translations } from '../../runtime/words/index.js'

/** Labels and help of the fields of polls, surveys and word clouds. */
export default {
  Question: { ar: 'السؤال', es: 'Pregunta', fr: 'Question', zh: '问题' },
  Questions: { ar: 'الأسئلة', es: 'Preguntas', fr: 'Questions', zh: '问题' },
  'Markdown and HTML.': {
    ar: 'ماركداون وHTML.',
    es: 'Markdown y HTML.',
    fr: 'Markdown et HTML.',
    zh: 'Markdown 和 HTML。',
  },
  'HTML.': { ar: 'نص HTML.', es: 'HTML.', fr: 'HTML.', zh: 'HTML。' },
  Feedback: { ar: 'الملاحظات', es: 'Retroalimentación', fr: 'Rétroaction', zh: '反馈' },
  'Shown to those who have answered. Markdown and HTML.': {
    ar: 'تُعرض لمن أجابوا. ماركداون وHTML.',
    es: 'Se muestra a quienes han respondido. Markdown y HTML.',
    fr: 'Montré à qui a répondu. Markdown et HTML.',
    zh: '向已回答者显示。Markdown 和 HTML。',
  },
  'Keep the results from learners': {
    ar: 'إخفاء النتائج عن المتعلمين',
    es: 'No mostrar los resultados a los estudiantes',
    fr: 'Cacher les résultats aux apprenants',
    zh: '不向学习者显示结果',
  },
  'Number of answers': {
    ar: 'عدد الإجابات',
    es: 'Número de respuestas',
    fr: 'Nombre de réponses',
    zh: '回答次数',
  },
  'How often a learner may answer where the results are kept from them; 0 is without limit.': {
    ar: 'كم مرة يمكن للمتعلم الإجابة حين تكون النتائج مخفية عنه؛ 0 بلا حد.',
    es: 'Cuántas veces puede responder quien no ve los resultados; 0 es sin límite.',
    fr: 'Combien de fois peut répondre qui ne voit pas les résultats ; 0 est sans limite.',
    zh: '结果不显示时学习者可回答的次数；0 表示不限。',
  },
  Answers: { ar: 'الإجابات', es: 'Respuestas', fr: 'Réponses', zh: '答案' },
  'Of each its key, and a label with or without a picture: ["R", {"label": "Red", "img": "/static/red.png", "img_alt": "A rose"}]. A key stays when the label changes.':
    {
      ar: 'لكل منها مفتاح وتسمية بصورة أو بدونها: ["R", {"label": "Red", "img": "/static/red.png", "img_alt": "A rose"}]. يبقى المفتاح حين تتغير التسمية.',
      es: 'De cada una, su clave y una etiqueta con o sin imagen: ["R", {"label": "Red", "img": "/static/red.png", "img_alt": "A rose"}]. La clave se queda al cambiar la etiqueta.',
      fr: 'De chacune sa clé, et un libellé avec ou sans image : ["R", {"label": "Red", "img": "/static/red.png", "img_alt": "A rose"}]. La clé reste quand le libellé change.',
      zh: '每项有键和标签，可带图片：["R", {"label": "Red", "img": "/static/red.png", "img_alt": "A rose"}]。更改标签时键保持不变。',
    },
  Title: { ar: 'العنوان', es: 'Título', fr: 'Titre', zh: '标题' },
  'Shown above the questions.': {
    ar: 'يُعرض فوق الأسئلة.',
    es: 'Se muestra encima de las preguntas.',
    fr: 'Montré au-dessus des questions.',
    zh: '显示在问题上方。',
  },
  'Of each its key, and a label with or without a picture: ["q1", {"label": "Is it clear?", "img": null, "img_alt": null}].':
    {
      ar: 'لكل منها مفتاح وتسمية بصورة أو بدونها: ["q1", {"label": "Is it clear?", "img": null, "img_alt": null}].',
      es: 'De cada una, su clave y una etiqueta con o sin imagen: ["q1", {"label": "Is it clear?", "img": null, "img_alt": null}].',
      fr: 'De chacune sa clé, et un libellé avec ou sans image : ["q1", {"label": "Is it clear?", "img": null, "img_alt": null}].',
      zh: '每项有键和标签，可带图片：["q1", {"label": "Is it clear?", "img": null, "img_alt": null}]。',
    },
  'Of each its key and its text: ["Y", "Yes"].': {
    ar: 'لكل منها مفتاح ونص: ["Y", "Yes"].',
    es: 'De cada una, su clave y su texto: ["Y", "Yes"].',
    fr: 'De chacune sa clé et son texte : ["Y", "Yes"].',
    zh: '每项有键和文本：["Y", "Yes"]。',
  },
  '{"id": "yes", "text": "Yes"}; the text is HTML.': {
    ar: '‏{"id": "yes", "text": "Yes"}؛ والنص HTML.',
    es: '{"id": "yes", "text": "Yes"}; el texto es HTML.',
    fr: '{"id": "yes", "text": "Yes"} ; le texte est du HTML.',
    zh: '{"id": "yes", "text": "Yes"}；文本为 HTML。',
  },
  'Learners may take their answer back': {
    ar: 'يمكن للمتعلمين سحب إجابتهم',
    es: 'Se puede retirar la respuesta',
    fr: 'On peut reprendre sa réponse',
    zh: '学习者可以撤回回答',
  },
  Instructions: { ar: 'التعليمات', es: 'Instrucciones', fr: 'Consignes', zh: '说明' },
  'HTML shown above the boxes.': {
    ar: 'نص HTML يُعرض فوق المربعات.',
    es: 'HTML que se muestra encima de las casillas.',
    fr: 'HTML montré au-dessus des cases.',
    zh: '显示在输入框上方的 HTML。',
  },
  Boxes: { ar: 'المربعات', es: 'Casillas', fr: 'Cases', zh: '输入框' },
  'How many words a learner may send, 1 to 50.': {
    ar: 'كم كلمة يمكن للمتعلم إرسالها، من 1 إلى 50.',
    es: 'Cuántas palabras puede enviar cada estudiante, de 1 a 50.',
    fr: 'Combien de mots un apprenant peut envoyer, de 1 à 50.',
    zh: '每位学习者可提交的词数，1 到 50。',
  },
  'Words shown': { ar: 'الكلمات المعروضة', es: 'Palabras mostradas', fr: 'Mots montrés', zh: '显示的词数' },
  'How many words the cloud shows at most.': {
    ar: 'أقصى عدد من الكلمات تعرضه السحابة.',
    es: 'Cuántas palabras muestra la nube como máximo.',
    fr: 'Combien de mots le nuage montre au plus.',
    zh: '词云最多显示的词数。',
  },
  'Show percents': {
    ar: 'عرض النسب المئوية',
    es: 'Mostrar porcentajes',
    fr: 'Montrer les pourcentages',
    zh: '显示百分比',
  },
} as const satisfies Translations
