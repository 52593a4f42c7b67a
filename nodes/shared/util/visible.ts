/** A text without the signs that nobody sees, such as U+200B and U+FEFF, which come along when it is copied; blanks stay. */
export const visible = (text: string): string => text.replace(UNSEEN, '');

const UNSEEN = /\p{Default_Ignorable_Code_Point}|(?!\s)\p{Cc}/gu;
