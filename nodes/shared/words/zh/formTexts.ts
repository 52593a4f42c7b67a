/** The Chinese of the forms, by the English text. */
export const FORMS: Readonly<Record<string, string>> = {};
