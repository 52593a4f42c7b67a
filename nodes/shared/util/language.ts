/** Chinese, Simplified for all of its regions, where the host's locale is any Chinese one; else English. */
export const isChinese = (locale: string): boolean => /^zh\b/i.test(locale);

/**
 * Whether people read Chinese forms and messages here. The host's language is that of LC_ALL, LC_MESSAGES or LANG; on
 * Windows and macOS that of the system.
 */
export const READS_CHINESE = isChinese(Intl.DateTimeFormat().resolvedOptions().locale);
