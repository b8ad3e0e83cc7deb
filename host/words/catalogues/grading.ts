import type { Translations } from '../translations.js'

export default {
  'A further grade': {
    ar: 'درجة أخرى',
    es: 'Otra calificación',
    fr: 'Une autre note',
    zh: '另一个等级',
  },
  'A further type': {
    ar: 'نوع آخر',
    es: 'Otro tipo',
    fr: 'Un autre type',
    zh: '另一种类型',
  },
  'A row without a name is left out. Learners are graded so once you publish.': {
    ar: 'يُهمل كل صف بلا اسم. ويُقيَّم المتعلمون هكذا بعد النشر.',
    es: 'Una fila sin nombre se omite. Los estudiantes se califican así cuando publiques.',
    fr: 'Une ligne sans nom est ignorée. Les apprenants sont notés ainsi une fois que vous publiez.',
    zh: '没有名称的行会被忽略。发布后学习者即按此评分。',
  },
  'A value does not fit: weights and shares are percentages, numbers are whole. Nothing was saved.': {
    ar: 'قيمة غير مناسبة: الأوزان والحصص نسب مئوية، والأعداد صحيحة. لم يُحفظ شيء.',
    es: 'Un valor no es válido: los pesos y las proporciones son porcentajes y los números son enteros. No se guardó nada.',
    fr: 'Une valeur ne convient pas : les poids et les seuils sont des pourcentages, les nombres sont entiers. Rien n’a été enregistré.',
    zh: '有值不合适：权重和比例须为百分数，数量须为整数。未保存任何内容。',
  },
  'Assignment types': {
    ar: 'أنواع الواجبات',
    es: 'Tipos de tarea',
    fr: 'Types de devoir',
    zh: '作业类型',
  },
  'Each is given from this share of all points on; the lowest is the pass mark.': {
    ar: 'تُمنح كل درجة ابتداءً من هذه النسبة من مجموع النقاط؛ وأدناها حد النجاح.',
    es: 'Cada una se otorga a partir de esta proporción de todos los puntos; la más baja es la nota de aprobado.',
    fr: 'Chacune est donnée à partir de cette part de tous les points ; la plus basse est le seuil de réussite.',
    zh: '达到总分的这一比例即获得该等级；最低一级为及格线。',
  },
  'From, in %': {
    ar: 'ابتداءً من، %',
    es: 'Desde, en %',
    fr: 'À partir de, en %',
    zh: '起点（%）',
  },
  Grades: {
    ar: 'الدرجات',
    es: 'Calificaciones',
    fr: 'Notes',
    zh: '等级',
  },
  'Grading of {title}': {
    ar: 'تقييم {title}',
    es: 'Calificación de {title}',
    fr: 'Notation de {title}',
    zh: '{title} 的评分',
  },
  'How many': {
    ar: 'العدد',
    es: 'Cuántas',
    fr: 'Combien',
    zh: '数量',
  },
  'Lowest dropped': {
    ar: 'الأدنى المحذوفة',
    es: 'Más bajas descartadas',
    fr: 'Plus basses ignorées',
    zh: '去掉最低的',
  },
  'The grade of a learner is made of assignment types. A graded subsection counts for the type that its settings name.':
    {
      ar: 'تتكون درجة المتعلم من أنواع الواجبات. ويُحسب القسم الفرعي المقيَّم للنوع الذي تسميه إعداداته.',
      es: 'La calificación de un estudiante se compone de tipos de tarea. Una subsección calificada cuenta para el tipo que indican sus ajustes.',
      fr: 'La note d’un apprenant se compose de types de devoir. Une sous-section notée compte pour le type que ses réglages indiquent.',
      zh: '学习者的成绩由各作业类型组成。计分的小节计入其设置所指定的类型。',
    },
  'The grading is saved in the draft.': {
    ar: 'حُفظ التقييم في المسودة.',
    es: 'La calificación se ha guardado en el borrador.',
    fr: 'La notation est enregistrée dans le brouillon.',
    zh: '评分已保存到草稿。',
  },
  'The weights make {percent}, not 100 %.': {
    ar: 'مجموع الأوزان {percent} وليس 100 %.',
    es: 'Los pesos suman {percent}, no 100 %.',
    fr: 'Les poids font {percent}, et non 100 %.',
    zh: '权重合计为 {percent}，而不是 100 %。',
  },
  'Weight in %': {
    ar: 'الوزن بالنسبة المئوية',
    es: 'Peso en %',
    fr: 'Poids en %',
    zh: '权重（%）',
  },
  'Further assignment types': {
    ar: 'أنواع مهام أخرى',
    es: 'Otros tipos de tarea',
    fr: 'Autres types de devoirs',
    zh: '更多作业类型',
  },
} as const satisfies Translations
