/** What people read of links to files: of one's own store, of uploads to it, and of n8n's own links. */
import type { Unreachable } from '../../util/addresses';
import type { Refusal } from '../fields';
import type { StorageAnswer } from '../storage';
import { named } from './compose';

export type { StorageAnswer } from '../storage';

/** By this label the form's Chinese is looked up. */
export const SHARE_FILES_BY = 'Share Files By';

/** @param said by n8n */
export const needsCredential = (said: string): Refusal => ({
	reason: `选了${named('Own Bucket')}，需要配一个凭证`,
	advice: `请给这个节点选择或新建 Kexiang File Storage API 凭证。n8n 提示：${said}。`,
});

export const ofStorage = (label: string): string => `对象存储凭证里的${named(label)}`;

export const isEmpty = (): Refusal => ({
	reason: '是空的',
	advice: '请填写这一项。',
});

export const isNoBucketName = (name: string): Refusal => ({
	reason: `是“${name}”，不是存储桶的名字`,
	advice: '只填存储桶的名字。',
});

export const isNoEndpoint = (given: string): Refusal => ({
	reason: `是“${given.slice(0, 80)}”，不是有效的地址`,
	advice:
		'按这样的格式填：https://s3.eu-central-1.amazonaws.com、https://s3.oss-cn-hangzhou.aliyuncs.com 或 https://cos.ap-guangzhou.myqcloud.com。',
});

export const isNoPublicUrl = (given: string): Refusal => ({
	reason: `是“${given.slice(0, 80)}”，不是 http(s) 地址`,
	advice: '按这样的格式填：https://files.example.com。',
});

/** What is written into the store, and read again; English, as it is no message. */
export const testContent = (): string => 'Written by the test of an n8n credential.';

export const testReadsOther = (isPublic: boolean): string =>
	isPublic
		? `从${named('Public Base URL')}读到的不是刚写入的文件：请检查它是否指向这个存储桶`
		: `从链接读到的不是刚写入的文件：请检查${named('Endpoint')}`;

// What a store answers, as the end of the sentence "对象存储...".

const answered = (reason: string, { status, code }: StorageAnswer): string =>
	`${reason}（${code === undefined ? status : `${status} ${code}`}）`;

const checkKeys = (): string =>
	`请检查凭证里的${named('Access Key ID')}和${named('Secret Access Key')}。`;
const checkEndpoint = (): string => `请检查凭证里的${named('Endpoint')}`;

export const signatureRefused = (answer: StorageAnswer): Refusal => ({
	reason: answered('拒绝了签名', answer),
	advice: `Secret Access Key 和 Access Key ID 不是一对，或者地域不对。${checkKeys()}`,
});

export const keyNotKnown = (answer: StorageAnswer): Refusal => ({
	reason: answered('里没有这个 Access Key ID', answer),
	advice: checkKeys(),
});

export const noSuchBucket = (answer: StorageAnswer): Refusal => ({
	reason: answered('里没有这个存储桶', answer),
	advice: `请检查凭证里的${named('Bucket')}、${named('Region')}和${named('Endpoint')}。`,
});

export const inOtherRegion = (answer: StorageAnswer): Refusal => ({
	reason: answered(
		`提示存储桶在别的地域${answer.region === undefined ? '' : `：${answer.region}`}`,
		answer,
	),
	advice: `请在凭证里填写存储桶所在的地域，以及对应的${named('Endpoint')}。`,
});

export const nameBelongsInFront = (answer: StorageAnswer): Refusal => ({
	reason: answered('要求把存储桶的名字放在域名前面', answer),
	advice: `请在凭证里把${named('Address Style')}设为${named('Virtual Host')}。`,
});

export const keyMayNot = (answer: StorageAnswer): Refusal => ({
	reason: answered('提示这个密钥没有权限', answer),
	advice: '请给密钥加上这个存储桶的对象读写权限（s3:PutObject、s3:GetObject）。',
});

/** @param minutesAhead of n8n's clock; below 0 where it is behind, 0 where that is not known */
export const timeIsWrong = (answer: StorageAnswer, minutesAhead: number): Refusal => ({
	reason: answered(
		`提示时间不对${
			minutesAhead === 0
				? ''
				: `：n8n 的时钟${minutesAhead > 0 ? '快了' : '慢了'} ${Math.abs(minutesAhead)} 分钟`
		}`,
		answer,
	),
	advice: '请校准 n8n 所在电脑的时间，例如用 NTP。',
});

export const isNoStore = (answer: StorageAnswer): Refusal => ({
	reason: answered('的响应不像来自 S3 接口', answer),
	advice: `${checkEndpoint()}：要填 API 的地址，不是网页或控制台的地址。`,
});

/** @param passing the same may work a moment later */
export const answeredOtherwise = (answer: StorageAnswer, passing: boolean): Refusal => ({
	reason: answered(answer.told === undefined ? '返回错误' : `返回错误：${answer.told}`, answer),
	advice: passing ? '请稍后再试。' : '请检查凭证。',
});

export const addressNotKnown = (why: string): Refusal => ({
	reason: `的域名无法解析（${why}）`,
	advice: `${checkEndpoint()}；如果它不支持把存储桶的名字放在域名前面，请把${named('Address Style')}设为${named('Path')}。`,
});

export const isNotThere = (why: string): Refusal => ({
	reason: `拒绝连接（${why}）`,
	advice: `${checkEndpoint()}，并确认存储服务正在运行。`,
});

export const hasNoCertificate = (why: string): Refusal => ({
	reason: `的这个地址没有有效的证书（${why}）`,
	advice: `${checkEndpoint()}；存储桶的名字带点（.）时，要把${named('Address Style')}设为${named('Path')}。`,
});

export const notReached = (why: string): Refusal => ({
	reason: `连不上（${why}）`,
	advice: `${checkEndpoint()}和网络。`,
});

/** Stands for a reason where none was given. */
export const noAnswer = (): string => '没有响应';

/** @param refusal one of those above */
export const storageFault = ({ reason, advice }: Refusal): string => `对象存储${reason}。${advice}`;

// A field that holds a file of n8n.

/** @param refusal one of those of a store */
export const isNotStored = ({ reason, advice }: Refusal): Refusal => ({
	reason: `里有文件，但对象存储${reason}`,
	advice,
});

export const storageIsUnreachable = (why: Unreachable): Refusal => ({
	reason: `里有文件，但对象存储的地址${unreachableText(why)}，平台取不到文件`,
	advice: `请在凭证里把${named('Endpoint')}改成公网能访问的地址，或填写${named('Public Base URL')}。`,
});

/** @param status 0 where something else came */
export const linkOfStorageIsDead = (status: number, isPublic: boolean): Refusal => ({
	reason: `里的文件已经存到对象存储，但它的链接${
		status === 0 ? '打开后是别的内容' : `返回 ${status}`
	}`,
	advice: isPublic
		? `请把存储桶里的对象设为所有人可读，检查凭证里的${named('Public Base URL')}，或改用签名链接。`
		: '请给密钥加上读取对象的权限（s3:GetObject），并检查存储桶的地址。',
});

const OTHER_WAY =
	'在“选项 > 文件分享方式”里选“自己的存储桶”，并给节点配一个 Kexiang File Storage API 凭证';
const WAYS_OUT = `把 n8n 的环境变量 WEBHOOK_URL（新版本是 N8N_WEBHOOK_URL）设为 n8n 的公网 https 地址，或者${OTHER_WAY}。`;

export const n8nMakesNoLinks = (): Refusal => ({
	reason: '里有文件，但这个 n8n 不能为文件生成链接',
	advice: `请升级 n8n，或者${OTHER_WAY}。`,
});

export const n8nIsUnreachable = (why: Unreachable): Refusal => ({
	reason: `里有文件，但 n8n 自己的地址${unreachableText(why)}，平台取不到文件`,
	advice: WAYS_OUT,
});

export const n8nKeepsFilesInMemory = (): Refusal => ({
	reason: '里有文件，但这个 n8n 把文件放在内存里，没法生成链接',
	advice: `把 n8n 的环境变量 N8N_DEFAULT_BINARY_DATA_MODE 设为 filesystem，或者${OTHER_WAY}。`,
});

/** @param status 0 where something else came */
export const linkOfN8nIsDead = (status: number): Refusal => ({
	reason: `里有文件，但 n8n 给它的链接${linkAnswered(status)}`,
	advice: WAYS_OUT,
});

function linkAnswered(status: number): string {
	if (status === 401 || status === 403 || status === 407)
		return `要密码才能打开（${status}）：n8n 前面还有一层验证`;
	if (status === 0) return '打开后是别的内容，可能是代理的网页';
	if (status === 404) return '打不开（404）：n8n 的地址或路径不对';
	return `返回 ${status}`;
}

export const ownLinkNotOpened = (why: string): string =>
	`n8n 打不开自己的文件链接（${why}）。如果平台也打不开，请把 WEBHOOK_URL 设为 n8n 的公网 https 地址。`;

function unreachableText({ kind, host }: Unreachable): string {
	switch (kind) {
		case 'noUrl':
			return '不是有效的地址';
		case 'noWebAddress':
			return '不是 http(s) 地址';
		case 'ownAddress':
			return `是内网地址（${host}）`;
		case 'ownName':
			return `只在内网有效（${host}）`;
	}
}
