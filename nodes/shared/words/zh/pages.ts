/** What people read of addresses that lead to a page, or ask for a login, in place of a file. */
import type { Refusal } from '../fields';
import { between } from './compose';
import { shown } from './media';

/** `百度网盘 (Baidu)` without what is there for readers of English. */
const chineseName = (owner: string): string =>
	between(owner.replace(/(\p{Script=Han}) \([^()]*\)$/u, '$1'));

/** @param wayOut one of those below */
export const isPageOf = (owner: string, entry: string, wayOut: string): Refusal => ({
	reason: `填的是${chineseName(owner)}的网页，不是文件：${shown(entry)}`,
	advice: `${wayOut}否则平台只会下载到网页。`,
});

export const needsLogin = (owner: string, entry: string): Refusal => ({
	reason: `填的是${chineseName(owner)}的文件，登录后才能打开：${shown(entry)}`,
	advice: '用 n8n 的 HTTP Request 节点或该服务的节点下载文件，再填文件字段的名字，例如 data。',
});

export const downloadFirst = (): string =>
	'先下载文件，再填文件字段的名字；或把文件放到有直链的地方，再填直链。';
export const putElsewhere = (): string =>
	'把文件放到有直链的地方，例如 OSS、COS、S3 或网站服务器，再填直链。';
export const linkOfGoogleDrive = (): string =>
	'把文件共享给所有人，再填 https://drive.google.com/uc?export=download&id= 加上文件的 ID；大文件要放到别处。';
export const linkOfDropbox = (): string => '把链接结尾的 dl=0 改成 dl=1。';
export const linkOfGitHub = (): string =>
	'填 Raw 按钮的链接，它以 https://raw.githubusercontent.com/ 开头。';
