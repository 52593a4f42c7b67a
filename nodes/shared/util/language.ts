/** Whether to use Chinese (Simplified, for all regions): for any Chinese locale of the host. Otherwise English. */
export const isChinese = (locale: string): boolean => /^zh\b/i.test(locale);

/**
 * Whether forms and messages are in Chinese here. The host's language comes from LC_ALL, LC_MESSAGES or LANG; on
 * Windows and macOS from the system.
 */
export const READS_CHINESE = isChinese(Intl.DateTimeFormat().resolvedOptions().locale);
